import { isMissingPermission } from '../../errors/error-policy.ts';
import type { AnyRaccordError } from '../../errors/raccord-error.ts';
import type { Contact, EnrolmentRequest } from '../../domain/outcome.ts';
import type { WriteCommand } from '../../domain/raccord-command.ts';

/**
 * Returns a POSIX shell command that does this SIRET alone, with the same options, in a window, and
 * pauses where it failed. Returns `undefined` if no page would help.
 * @param configured the contact that the command finds by itself.
 */
export function lookCommand(
  error: Pick<AnyRaccordError, 'code' | 'step' | 'policy'>,
  request: EnrolmentRequest | undefined,
  command: WriteCommand,
  configured: Partial<Contact> = {},
): string | undefined {
  const { step, policy } = error;
  // No page shows a missing permission, and the error of a taken name says everything.
  const isSaid = isMissingPermission(error) || error.code === 'APPLICATION_NAME_TAKEN';
  if (step === undefined || !policy.onPage || isSaid) return undefined;
  // A step after a write is not repeated: the next run reads the outcome of the write first.
  const isMetAgain = !step.startsWith('confirm-');
  const pause = isMetAgain ? ['--pause-before', step] : ['--pause-on-error'];
  const words =
    step === 'sign-in' || request === undefined
      ? ['sign-in']
      : ['run', '--siret', request.siret, ...optionsOf(request, configured)];
  return command(...words, '--headed', ...pause);
}

function optionsOf(
  { applicationName, only, newAccount, accountEmail, contact }: EnrolmentRequest,
  configured: Partial<Contact>,
): string[] {
  const option = (name: string, value: string | undefined): string[] =>
    value === undefined || value === '' ? [] : [name, value];
  const parts = ['name', 'phone', 'email', 'fax'] as const;
  return [
    ...option('--application', applicationName),
    ...option('--only', only),
    ...(newAccount ? ['--new-account'] : []),
    ...option('--account-email', accountEmail),
    ...parts.flatMap((part) =>
      contact[part] === configured[part] ? [] : option(`--contact-${part}`, contact[part]),
    ),
  ];
}
