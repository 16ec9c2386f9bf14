import { safeMessage } from '../../errors/safe-message.ts';
import { ERROR_POLICIES, isMissingPermission } from '../../errors/error-policy.ts';
import { EXIT } from '../../errors/exit-code.ts';
import { type AnyRaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import type { ErrorCode } from '../../errors/error-details.ts';
import { explainError } from '../../messages/render.ts';
import type { Siret } from '../../domain/siret.ts';
import type { Failure, Trouble } from '../../reporting/notify/run-summary.ts';
import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { Texts } from '../../messages/texts.ts';

/** Context for the commands that resolve an error. */
interface Place {
  /** The command that shows the page in a window, if any. */
  readonly look?: string | undefined;
}

/** Returns an error as described to people who did not see it happen. */
export function troubleOf(error: unknown, texts: Texts, place: Place = {}): Trouble {
  if (!isRaccordError(error)) return { code: 'UNEXPECTED', what: safeMessage(error) };
  const { code, details } = error;
  // One sentence for all affected SIRETs; the commands name theirs.
  const { what, expected, found, next } = explainError({ code, details }, texts);
  const commands = commandsFor(error, texts.command, place);
  return { code, what, expected, found, next, commands };
}

/** Returns the failure of a SIRET; empty if the error is about no SIRET. */
export function failureOf(error: AnyRaccordError, texts: Texts, place: Place = {}): Failure[] {
  const { siret } = error;
  return siret === undefined ? [] : [{ siret, ...troubleOf(error, texts, place) }];
}

/**
 * Returns the commands that resolve an error, or investigate it, in this order. Omits commands that
 * reset a password or create another account: the text beside them says when they are right.
 */
export function commandsFor(
  error: AnyRaccordError,
  command: WriteCommand,
  place: Place = {},
): string[] {
  const { code, siret } = error;
  const ofPassword = error.code === 'OUTCOME_DOUBTFUL' && error.details.resource === 'password';
  return mendingCommands({ code, siret, ofPassword }, command, place);
}

/** Known facts about an error: its code, and the SIRET concerned. */
export interface MetError {
  readonly code: ErrorCode;
  readonly siret?: Siret | undefined;
  /** True if a password reset is in doubt. */
  readonly ofPassword?: boolean;
}

/** Returns the same commands from the facts that the ledger keeps about an error. */
export function mendingCommands(
  { code, siret, ofPassword = false }: MetError,
  command: WriteCommand,
  { look }: Place = {},
): string[] {
  const looks = look === undefined ? [] : [look];
  if (siret !== undefined) {
    // A window shows no more about a missing permission; the plan says once it is granted.
    if (isMissingPermission({ code })) return [command('plan', '--siret', siret)];
    // Without a name, the command shows the next free one.
    if (code === 'APPLICATION_NAME_TAKEN') return [command('plan', '--siret', siret)];
    if (code === 'OUTCOME_DOUBTFUL' && ofPassword) {
      return [command('credentials', 'show', '--siret', siret, '--doubtful')];
    }
    if (code === 'OUTCOME_DOUBTFUL') return [command('plan', '--siret', siret)];
    if (code === 'ACCOUNT_UNPROVEN') return [command('verify', '--siret', siret)];
  }
  switch (code) {
    case 'PASSWORD_REFUSED':
    case 'PASSWORD_REFUSED_EARLIER':
    case 'CODE_REFUSED':
    case 'CODE_NEEDED':
    case 'SESSION_ENDED':
      return [command('sign-in')];
    case 'AUTHENTICATOR_UNCLEAR':
    case 'PASSWORD_EXPIRED':
    case 'TERMS_TO_ACCEPT':
    case 'SECURITY_KEY_NEEDED':
    case 'PERSON_NEEDED':
      return [command('sign-in', '--headed')];
    case 'PORTAL_UNAVAILABLE':
    case 'NAME_NOT_RESOLVED':
    case 'PROXY_REFUSED':
    case 'PROXY_UNREACHABLE':
    case 'CERTIFICATE_REFUSED':
    case 'NOT_REACHED_DIRECTLY':
      return [command('doctor')];
    case 'BROWSER_NOT_FOUND':
    case 'BROWSER_NOT_STARTED':
    case 'LEDGER_DAMAGED':
    case 'LEDGER_UNSAFE':
      return [command('doctor', '--offline')];
    case 'DELIVERY_FAILED':
      return [command('deliver')];
    default:
      // A changed page is collected, so that it can be sent on.
      return ERROR_POLICIES[code].exit === EXIT.drift
        ? [command('doctor', '--collect'), ...looks]
        : looks;
  }
}
