import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { drawStates } from '../../scripts/draw-states.mjs';
import { OPERATION_TRANSITIONS } from '../../src/domain/operation.ts';

test('docs/states.md is what the code draws', async () => {
  const page = await readFile(new URL('../../docs/states.md', import.meta.url), 'utf8');
  expect(page, 'run `npm run build && node scripts/draw-states.mjs`').toBe(
    drawStates(OPERATION_TRANSITIONS),
  );
});
