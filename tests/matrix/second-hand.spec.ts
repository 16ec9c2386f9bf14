import { expect, test } from '@playwright/test';
import type { Fault } from '../../fixtures/portal/fault.ts';
import type { SkinName } from '../../fixtures/portal/options.ts';
import type { Step } from '../../src/domain/step-names.ts';
import type { ChaosCase } from '../chaos/case.ts';
import { RACCORDS_EMAIL, SETTLE_MS } from '../chaos/draw-faults.ts';
import { perform } from '../chaos/perform.ts';
import { judgeCase, type ChaosVerdict } from '../chaos/verdict.ts';
import { SIRET } from './aftermath.ts';
import { describeFault } from './cases.ts';

/**
 * What somebody else does on the same establishment, at each step where it can be taken for raccord's
 * own work or raccord's for theirs. With the very name, or the very contact, that raccord sends, too.
 */
const MOVES: readonly (readonly [Step, Fault])[] = [
  ['read-connections', { at: 'connections', how: 'hand-declares' }],
  ['read-connections', { at: 'list', how: 'hand-declares', name: 'Pldiffusion1' }],
  ['submit-declaration', { at: 'declare', how: 'hand-declares', when: 'before' }],
  ['submit-declaration', { at: 'declare', how: 'hand-declares', when: 'after' }],
  [
    'submit-declaration',
    { at: 'declare', how: 'hand-declares', name: 'Pldiffusion1', when: 'before' },
  ],
  ['choose-structure', { at: 'structures', how: 'hand-creates' }],
  ['capture-credential', { at: 'autofill', how: 'hand-creates' }],
  ['submit-account', { at: 'create-account', how: 'hand-creates', when: 'before' }],
  ['submit-account', { at: 'create-account', how: 'hand-creates', email: RACCORDS_EMAIL }],
  ['submit-account', { at: 'create-account', how: 'hand-resets' }],
  ['confirm-account', { at: 'accounts', how: 'hand-creates', after: 1 }],
];

/** Whose lists are read in two ways. */
const SKINS: readonly SkinName[] = ['default', 'slotted'];

for (const skin of SKINS) {
  for (const [step, fault] of MOVES) {
    const { when, name, email } = fault;
    const details = [
      describeFault(fault),
      when === 'before' && 'just before',
      name !== undefined && 'with the same name',
      email !== undefined && 'with the same contact',
      `on lists of the ${skin} skin`,
    ];
    const told = details.filter(Boolean).join(' ');

    test(`${step} survives ${told}`, { tag: '@whole' }, async ({}, info) => {
      const { evidence, hung, lastEnds } = await perform(caseOf(skin, fault));
      const { wronglyTold, ...verdict } = judgeCase(evidence);
      const [code] = lastEnds;
      const isWrong = wronglyTold.length > 0 || hung.length > 0;
      const ended = isWrong ? [...wronglyTold, ...hung].join('; ') : 'as meant';
      info.annotations.push({
        type: 'case',
        description: JSON.stringify({ step, fault: told, code, ...verdict, ended }),
      });
      expect(evidence.truth.history.map(({ by }) => by)).toContain('second-hand');
      expect(hung).toEqual([]);
      const nothing = { lost: [], doubled: [], leaked: [], wronglyTold: [] };
      expect({ ...verdict, wronglyTold }).toEqual(nothing satisfies ChaosVerdict);
    });
  }
}

function caseOf(skin: SkinName, move: Fault): ChaosCase {
  const command = { name: 'run', siret: SIRET } as const;
  const fault = { ...move, siret: SIRET };
  const structure = { siret: SIRET, companyName: 'PL DIFFUSION LYON' };
  return {
    seed: 0,
    portal: { skin },
    structures: [{ ...structure, isConnected: false, account: 'none' }],
    settleMs: SETTLE_MS,
    acts: [{ act: 'command', command, faults: [{ kind: 'second hand between steps', fault }] }],
    plain: [command],
  };
}
