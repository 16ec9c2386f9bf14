import type { RenewalOutcome, RenewalSummary } from '../../domain/renewal-outcome.ts';
import { counted } from '../counted.ts';

/** Texts of `raccord renew`. */
export const renewTextsEn = {
  help: {
    renew: 'reset passwords that are about to expire',
    siret: 'only these (default: all that raccord knows)',
    within: 'those that expire within this time (default: 60d)',
    adopt: 'also accounts raccord did not create; cuts off their users',
    dryRun: 'only show what is due; write requests cannot be sent',
    works: 'which password of a doubtful one works: new, or old',
  },
  outcomes: {
    renewed: 'renewed',
    recovered: 'recovered',
    due: 'to renew',
    unsettled: 'to check first',
    adoptable: 'due, not raccord’s',
    'not-due': 'not due',
    doubtful: 'doubtful',
    failed: 'failed',
    skipped: 'not started',
  } satisfies Record<RenewalOutcome, string>,
  password: 'Password',
  none: 'raccord knows no account here whose password it could renew.',
  summary: (days: number, summary: RenewalSummary) =>
    `${summary.accounts} accounts, due within ${days} days: ` +
    counted(summary, {
      renewed: 'renewed',
      recovered: 'recovered',
      due: 'to renew',
      unsettled: 'to check first',
      'not-due': 'not due',
      adoptable: 'due but not raccord’s',
      doubtful: 'doubtful',
      failed: 'failed',
      skipped: 'not started',
    }),
  adoptable: (count: number) =>
    `${count} due accounts were not created by raccord. --adopt renews them too: that cuts off any other software that uses them.`,
  adopting: (logins: readonly string[]) =>
    `Adopting ${logins.join(', ')}: the reset cuts off any other software that uses them.`,
  leftAlone: (logins: readonly string[]) =>
    `Not adopted: ${logins.join(', ')}. raccord manages one account per SIRET, and there are several.`,
  confirmAdoption: (count: number) => `Reset the passwords of these ${count} accounts?`,
  tellOthers: 'Give the new passwords to all software that uses these accounts.',
  worksNeedsSiret: '--works: needs --siret',
  noneDoubtful: (siret: string) => `--works: no password of ${siret} is in doubt`,
  severalDoubtful: (siret: string) => `--works: several passwords of ${siret} are in doubt`,
};
