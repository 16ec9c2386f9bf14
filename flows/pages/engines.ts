import { selectors } from 'playwright';
import { INTERRUPTION_ENGINE, interruptionEngine } from './interruptions.ts';

let registered = false;

/**
 * Teaches Playwright raccord's selectors. To be called before a page is opened. Its registry belongs
 * to the process and refuses a second entry of one name, hence the flag.
 */
export async function registerEngines(): Promise<void> {
  if (registered) return;
  registered = true;
  await selectors.register(INTERRUPTION_ENGINE, interruptionEngine, { contentScript: true });
}
