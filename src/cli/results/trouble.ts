import { causeOf } from '../../domain/cause.ts';
import { isRaccordError, isWantOfRight, type RaccordError } from '../../domain/errors.ts';
import { explainError } from '../../messages/render.ts';
import type { Texts } from '../../messages/texts-en.ts';
import { present } from '../../domain/present.ts';
import { shellWord } from '../../domain/shell-word.ts';
import type { Failure, Trouble } from '../../notify/run-summary.ts';

/** What the commands that an error is mended with need to know. */
interface Place {
  /** The command that looks at the page in a window, where there is one. */
  readonly look?: string | undefined;
  /** The profile it was met in, where it was met in one. */
  readonly profile?: string | undefined;
}

/** Returns an error as it is told to those who were not there. */
export function troubleOf(error: unknown, texts: Texts, place: Place = {}): Trouble {
  if (!isRaccordError(error)) return { code: 'UNEXPECTED', what: causeOf(error) };
  const { what, expected, found, next } = explainError(error, texts);
  const commands = commandsFor(error, place);
  return present<Trouble>({ code: error.code, what, expected, found, next, commands });
}

/** The same of a SIRET; none where the error is about no SIRET. */
export function failureOf(error: RaccordError, texts: Texts, place: Place = {}): Failure[] {
  const { siret } = error;
  return siret === undefined ? [] : [{ siret, ...troubleOf(error, texts, place) }];
}

/**
 * Returns the commands that an error is mended with, or looked into, in this order. One that resets
 * a password or makes another account is none of them: the sentence beside them says when it is right.
 */
export function commandsFor(error: RaccordError, { look, profile }: Place = {}): string[] {
  const { siret, policy } = error;
  const looks = look === undefined ? [] : [look];
  const command = (words: string): string =>
    ['raccord', words, ...(profile === undefined ? [] : ['--profile', shellWord(profile)])].join(
      ' ',
    );
  if (siret !== undefined) {
    // A window shows no more of a right that is missing; the plan says once it is there.
    if (isWantOfRight(error)) return [command(`plan --siret ${siret}`)];
    if (error.is('OUTCOME_DOUBTFUL') && error.details.half === 'password') {
      return [command(`credentials show --siret ${siret} --doubtful`)];
    }
    if (error.is('OUTCOME_DOUBTFUL')) return [command(`plan --siret ${siret}`)];
    if (error.is('ACCOUNT_UNPROVEN')) return [command(`verify --siret ${siret}`)];
  }
  switch (error.code) {
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
      return [command('sign-in --headed')];
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
      return [command('doctor --offline')];
    case 'DELIVERY_FAILED':
      return [command('deliver')];
    default:
      // A page that changed is collected, so that it can be sent on.
      return policy.exit === 6 ? [command('doctor --collect'), ...looks] : looks;
  }
}
