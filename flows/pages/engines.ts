import { selectors } from 'playwright';
import { INTERRUPTION_ENGINE, interruptionEngine } from './interruptions.ts';

let registered = false;

/**
 * Registers raccord's selector engines with Playwright. Call it before a page is opened. The
 * registry is global to the process and refuses a second entry of the same name, hence the flag.
 */
export async function registerEngines(): Promise<void> {
  if (registered) return;
  registered = true;
  await selectors.register(INTERRUPTION_ENGINE, interruptionEngine, { contentScript: true });
}
