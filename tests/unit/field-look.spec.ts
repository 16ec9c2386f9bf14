import { expect, test } from '@playwright/test';
import type { Locator } from 'playwright';
import { lookAtField, type FieldLook } from '../../flows/pages/fields/field-look.ts';

const LOOK: FieldLook = { tag: 'select#lines', kind: 'native-select', shown: '100', options: [] };

/** A field on pages of which the first ones are replaced while they are read. */
function fieldOn(...answers: readonly (Error | FieldLook[])[]): Locator {
  const left = [...answers];
  const evaluateAll = async (): Promise<FieldLook[]> => {
    const next = left.shift() ?? [];
    if (next instanceof Error) throw next;
    return next;
  };
  return { evaluateAll } as unknown as Locator;
}

test('a field is looked at again where its page is replaced meanwhile', async () => {
  const replaced = new Error('locator.evaluateAll: Execution context was destroyed');
  expect(await lookAtField(fieldOn(replaced, replaced, [LOOK]), true)).toEqual([LOOK]);
});

test('a page that fails otherwise is not asked again', async () => {
  const broken = new Error('locator.evaluateAll: no such engine');
  await expect(lookAtField(fieldOn(broken, [LOOK]), true)).rejects.toThrow('no such engine');
});
