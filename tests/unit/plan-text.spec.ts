import { expect, test } from '@playwright/test';
import { paintIn } from '../../src/cli/terminal/colour.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import { printPlan } from '../../src/cli/results/plan-text.ts';
import {
  feasibleIn,
  summarisePlan,
  type PlannedEnrolment,
} from '../../src/domain/planned-enrolment.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import type { Language } from '../../src/messages/load-texts.ts';

const CANNOT = { action: 'cannot', why: 'STRUCTURE_NOT_OFFERED' } as const;

const PLAN: readonly PlannedEnrolment[] = [
  {
    siret: '73282932000074' as Siret,
    structureName: 'PL DIFFUSION LYON',
    connection: {
      action: 'declare',
      values: {
        applicationName: { value: 'Nom1', from: 'next free name' },
        usage: { value: 'Solution', from: 'default' },
        editor: { value: 'Logiciel', from: 'configuration' },
        contactName: { value: 'Camille Martin', from: 'roster' },
      },
    },
    account: {
      action: 'create account',
      values: { accountEmail: { value: 'compte@exemple.fr', from: 'portal' } },
    },
  },
  { siret: '73282932000017' as Siret, connection: { action: 'declare' }, account: CANNOT },
  { siret: '73282932000025' as Siret, connection: CANNOT, account: CANNOT },
];

/** What `raccord plan` and `raccord batch` print of it. */
function printed(language: Language): string {
  const lines: string[] = [];
  const terminal = {
    ...{ columns: undefined, paint: paintIn(false) },
    out: (line: string) => void lines.push(line),
  };
  const context = { terminal, texts: textsFor(language) } as unknown as CommandContext;
  printPlan(context, {}, PLAN, 0);
  return lines.join('\n');
}

test('a plan shows each value that would be declared and where it comes from, before the write', () => {
  const text = printed('en');
  for (const row of [
    /^ 73282932000074 +PL DIFFUSION LYON +declare: Nom1 +create account$/mu,
    /^ Type of use +Solution +default/mu,
    /^ Editor \/ solution +Logiciel +configuration/mu,
    /^ Contact +Camille Martin +roster/mu,
    /^ Account’s e-mail +compte@exemple\.fr +proposed by the portal/mu,
  ]) {
    expect(text).toMatch(row);
  }
  expect(text).toContain('An application with exactly this name must exist on piste.gouv.fr: Nom1');
});

for (const [language, why, counts] of [
  ['en', 'the portal does not offer this structure', '2 SIRETs impossible'],
  ['fr', 'le portail ne propose pas cette structure', '2 SIRET impossibles'],
] as const) {
  test(`what cannot be done is told in words and counted by SIRET (${language})`, () => {
    const text = printed(language);
    expect(text.match(new RegExp(`^73282932000025 ?: ${why}`, 'gmu'))).toHaveLength(1);
    expect(text).toContain(counts);
  });
}

test('who is asked before the write is told of each SIRET once', () => {
  expect(feasibleIn(PLAN)).toEqual({ possible: 2, inPart: 1, impossible: 1 });
  expect(summarisePlan(PLAN)).toMatchObject({ cannot: 3, impossible: 2 });
  expect(textsFor('en').batch.confirm(feasibleIn(PLAN), 'production')).toBe(
    'Declare and create this for 2 SIRETs (production)? (1 of them in part only) (1 more cannot be done)',
  );
});
