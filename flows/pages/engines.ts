import { registerFieldEngine } from './fields/field-engine.ts';
import { registerInterruptionEngine } from './interruptions.ts';

/** Teaches Playwright raccord's selectors. To be called before a page is opened. */
export async function registerEngines(): Promise<void> {
  await registerFieldEngine();
  await registerInterruptionEngine();
}
