import type {
  ApplicationFinding,
  Failure,
  VerificationStep,
  SeenStructure,
} from '../../piste/findings.ts';
import { renderError } from '../../messages/render.ts';
import type { Verified, VerifyOutcome } from '../../credentials/verification/verify-credentials.ts';
import type { Paint } from '../terminal/colour.ts';
import { table } from '../terminal/text-tables.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Texts } from '../../messages/texts.ts';

/** Formats a table of the results, then what to do about each that did not work. */
export function verifiedText(
  verified: readonly Verified[],
  texts: Texts,
  { columns: width, paint }: Pick<Terminal, 'columns' | 'paint'>,
): string {
  const { columns, verify } = texts;
  const rows = verified.map(({ entry: { siret, credential }, outcome }) => [
    siret,
    credential.login,
    paint[paintOf(outcome)](describeOutcome(outcome, texts)),
    outcome.kind === 'works' ? (outcome.expiresOn ?? '') : '',
  ]);
  const notes = verified.flatMap(({ entry, outcome, steps }) =>
    notesOn(outcome, steps, texts).map((note) => `${entry.siret}: ${note}`),
  );
  const works = verified.filter(({ outcome }) => outcome.kind === 'works').length;
  return [
    table([columns.siret, columns.login, verify.outcome, columns.expires], rows, width),
    ...(notes.length === 0 ? [] : ['', ...notes]),
    '',
    verify.summary(works, verified.length),
  ].join('\n');
}

function paintOf({ kind }: VerifyOutcome): keyof Paint {
  if (kind === 'works') return 'good';
  return kind === 'too-young' || kind === 'not-tried' ? 'odd' : 'bad';
}

/** Describes the state of the application, found without any account. */
export function applicationText(
  finding: ApplicationFinding,
  steps: readonly VerificationStep[],
  texts: Texts,
): string {
  const { verify } = texts;
  const notes =
    finding.kind === 'application-works'
      ? refusedNotes(finding.refusedApis, texts)
      : failureNotes(finding, steps, texts);
  return [verify.outcomes[finding.kind], ...notes].join('\n');
}

/** Describes the outcome of a verification in a few words. */
export function describeOutcome(outcome: VerifyOutcome, { verify }: Texts): string {
  return outcome.kind === 'too-young'
    ? verify.tooYoung(outcome.minutesLeft)
    : verify.outcomes[outcome.kind];
}

/** Returns what to do about an outcome, and what else the verification found. */
export function notesOn(
  outcome: VerifyOutcome,
  steps: readonly VerificationStep[],
  texts: Texts,
): string[] {
  const { verify } = texts;
  switch (outcome.kind) {
    case 'works':
      return [
        ...(outcome.structures.length === 0 ? [] : [seen(outcome.structures, texts)]),
        ...(outcome.attachment === 'unproven' ? [verify.unproven] : []),
        ...refusedNotes(outcome.refusedApis, texts),
      ];
    case 'not-attached':
      return [
        verify.notAttached(outcome.attachmentStatus),
        seen(outcome.structures, texts),
        ...refusedNotes(outcome.refusedApis, texts),
      ];
    case 'too-young':
      return [verify.tooYoungNote(outcome.tryAgainAt)];
    case 'not-tried':
      return [verify.notTried];
    case 'not-opened':
      return [renderError(outcome.error, texts)];
    default:
      return failureNotes(outcome, steps, texts);
  }
}

/** Maximum number of structures named; `--json` has all. */
const MAX_NAMED = 3;

function seen(structures: readonly SeenStructure[], { verify }: Texts): string {
  const named = structures.slice(0, MAX_NAMED);
  return verify.sees(named, structures.length - named.length);
}

function failureNotes(
  failure: Failure,
  steps: readonly VerificationStep[],
  { verify }: Texts,
): string[] {
  // Each text takes the findings of its own kind.
  const note = verify.notes[failure.kind] as (finding: Failure) => string;
  const last = failure.kind === 'unavailable' ? steps.at(-1) : undefined;
  return [note(failure), ...(last === undefined ? [] : [verify.lastRequest(last)])];
}

function refusedNotes(apis: readonly string[], { verify }: Texts): string[] {
  return apis.length === 0 ? [] : [verify.refusedApis(apis)];
}
