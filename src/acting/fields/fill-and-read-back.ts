import type { Locator } from 'playwright';
import { RaccordError } from '../../errors/raccord-error.ts';
import { safeMessage } from '../../errors/safe-message.ts';
import type { Wording } from '../../seeing/wording.ts';

/**
 * Types a text into an input that is known by its markup, and reads it back.
 * @param where name of the form, for messages.
 * @throws RaccordError ACTION_FAILED or READ_BACK_DIFFERS.
 */
export async function fillAndReadBack(
  field: Locator,
  text: string,
  [label]: Wording,
  where: string,
): Promise<void> {
  await field.fill(text).catch((error: unknown) => {
    const action = `fill « ${label} » (${where})`;
    throw new RaccordError('ACTION_FAILED', { action, reason: safeMessage(error) }, error);
  });
  const shown = await field.inputValue();
  if (shown !== text) throw new RaccordError('READ_BACK_DIFFERS', { label, meant: text, shown });
}
