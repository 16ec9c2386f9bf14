import { expect, test } from '@playwright/test';
import { readOnForms, type ReadingTab } from '../../flows/account-form.ts';

/** A tab whose form is open at once. */
function tab(): ReadingTab {
  const steps = {
    run: (step: string, work: () => Promise<void>) =>
      step === 'open-account-form' ? Promise.resolve({}) : work(),
  };
  return { begin: () => Promise.resolve({ steps } as never) };
}

test('a reading that fails ends those in other tabs, which are waited for', async () => {
  const left = ['fails', 'long', 'never read', 'nor this'];
  const read: string[] = [];
  let ended = (): void => undefined;
  const long = new Promise<void>((resolve) => (ended = resolve));
  let isOver = false;
  const reading = readOnForms(left, [tab(), tab()], async (next) => {
    read.push(next);
    if (next === 'fails') throw new Error('the first');
    await long;
    throw new Error('a later one');
  }).finally(() => (isOver = true));
  await new Promise(setImmediate);
  expect(isOver).toBe(false);
  ended();
  await expect(reading).rejects.toThrow('the first');
  expect(read).toEqual(['fails', 'long']);
});

test('what a reading adds is read too, by as many tabs as there was work for', async () => {
  const left = ['one', 'two'];
  const read: string[] = [];
  await readOnForms(left, [tab(), tab(), tab()], (next) => {
    read.push(next);
    if (next === 'one') left.push('three');
    return Promise.resolve();
  });
  expect(read.sort()).toEqual(['one', 'three', 'two']);
});
