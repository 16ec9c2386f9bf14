import { isMissingPermission, type RaccordError } from '../../errors/errors.ts';
import type { Contact, EnrolmentRequest } from '../../domain/outcome.ts';
import type { WriteCommand } from '../../domain/raccord-command.ts';

/**
 * The command that does this SIRET alone, with the same options, in a window, and pauses where it
 * failed, as a line for a POSIX shell. Undefined where a look at a page would say nothing.
 * @param configured the contact that the command finds by itself.
 */
export function lookCommand(
  error: Pick<RaccordError, 'code' | 'step' | 'policy'>,
  request: EnrolmentRequest | undefined,
  command: WriteCommand,
  configured: Partial<Contact> = {},
): string | undefined {
  const { step, policy } = error;
  // A right that is missing is shown by no page, wherever one pauses, and of a name that is taken all is said.
  const isSaid = isMissingPermission(error) || error.code === 'APPLICATION_NAME_TAKEN';
  if (step === undefined || !policy.onPage || isSaid) return undefined;
  // A step after a write is not met again: what became of the write is read at the beginning then.
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
