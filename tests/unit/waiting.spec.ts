import { expect, test } from '@playwright/test';
import { waitFor } from '../../src/acting/wait-for.ts';

for (const message of [
  'locator.evaluate: Execution context was destroyed, most likely because of a navigation',
  'Protocol error (DOM.describeNode): Cannot find context with specified id',
]) {
  test(`a page that is replaced while it is looked at is looked at again: ${message}`, async () => {
    let looks = 0;
    const found = await waitFor(() => {
      looks += 1;
      return looks === 1 ? Promise.reject(new Error(message)) : Promise.resolve('there');
    });
    expect([found, looks]).toEqual(['there', 2]);
  });
}

test('anything else that goes wrong with a look is told', async () => {
  await expect(waitFor(() => Promise.reject(new Error('closed')))).rejects.toThrow('closed');
});
