import { expect, test } from '@playwright/test';
import { namesOnlyOthers } from '../../src/acting/fields/field-options.ts';
import type { Siret } from '../../src/domain/siret.ts';

const LYON = '73282932000074' as Siret;

for (const [text, isOthers] of [
  ['40483304800022 - AUTRE', true],
  ['TECH_1_40483304800022@cpro.fr', true],
  ['73282932000074 - LYON', false],
  ['TECH_2_73282932000074@cpro.fr', false],
  ['732 829 320 00074 - LYON, rattachée à 40483304800022', false],
  ['PL DIFFUSION LYON', false],
  ['PL DIFFUSION 404833048 69003 LYON', false],
  ['TECH_1_DE123456789@cpro.fr', false],
] as const) {
  test(`« ${text} » ${isOthers ? 'names another structure alone' : 'may be of the structure'}`, () => {
    expect(namesOnlyOthers(text, LYON)).toBe(isOthers);
  });
}
