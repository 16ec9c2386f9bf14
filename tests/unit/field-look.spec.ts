import { expect, test } from '@playwright/test';
import type { Locator } from 'playwright';
import { lookAtField, type FieldLook } from '../../flows/pages/fields/field-look.ts';

const LOOK: FieldLook = { tag: 'select#lines', kind: 'native-select', shown: '50', options: [] };

/** A field whose page is replaced so many times while it is looked at. */
function replaced(times: number): Locator {
  let left = times;
  const evaluateAll = (): Promise<FieldLook[]> => {
    left -= 1;
    return left < 0
      ? Promise.resolve([LOOK])
      : Promise.reject(
          new Error('Execution context was destroyed, most likely because of a navigation'),
        );
  };
  return { evaluateAll } as unknown as Locator;
}

test('a field is looked at again where its page was replaced meanwhile', async () => {
  expect(await lookAtField(replaced(2), true)).toEqual([LOOK]);
});

test('what else goes wrong with a look is told at once', async () => {
  const closed = { evaluateAll: () => Promise.reject(new Error('Target closed')) };
  await expect(lookAtField(closed as unknown as Locator, true)).rejects.toThrow('Target closed');
});
