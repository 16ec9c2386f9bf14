import { formatMoment } from '../../schedule/wall-clock.ts';
import { MAX_SIRETS_IN_STEP } from './next-steps.ts';
import {
  MAX_FAILURES,
  type NextStep,
  type Problem,
  type RunSummary,
  type SummaryFailure,
} from './run-summary.ts';
import type { JsonValue } from '../../domain/json.ts';
import { countedBy } from '../../domain/outcome.ts';
import type { Texts } from '../../messages/texts.ts';

/** A run summary as a message. */
export interface Message {
  /** One line, the outcome first. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Content of a message, before its layout. */
export interface MessageParts {
  readonly subject: string;
  readonly outcome: string;
  /** Pairs of label and value. */
  readonly facts: readonly (readonly [string, string])[];
  /** Next steps; the title names the folder in which to type the commands. */
  readonly next: { readonly title: string; readonly steps: readonly NextStep[] };
  readonly failures: readonly SummaryFailure[];
  readonly leftOut: number;
}

/** Commands that count something other than enrolments, and what they count. */
const COUNTED: Readonly<Record<string, 'renewals' | 'deliveries' | 'proofs'>> = {
  renew: 'renewals',
  deliver: 'deliveries',
  verify: 'proofs',
};

/** Composes the message; the caller redacts secrets. */
export function composeMessage(summary: RunSummary, texts: Texts, timezone: string): Message {
  return layOut(partsOf(summary, texts, timezone), texts);
}

/** Lays a message out as text and as HTML. */
export function layOut(parts: MessageParts, texts: Texts): Message {
  return {
    subject: oneLine(parts.subject),
    text: asText(parts, texts),
    html: asHtml(parts, texts),
  };
}

function partsOf(summary: RunSummary, texts: Texts, timezone: string): MessageParts {
  const { notify } = texts;
  const { command, host, folder, portal, environment, exitCode, sirets, errors } = summary;
  const { startedAt, endedAt, inOrder, stoppedBecause = '' } = summary;
  const { labels } = notify;
  const counted = countedBy(command);
  const facts: [string, string | undefined][] = [
    [labels.host, `${host}, ${folder}`],
    [labels.command, `raccord ${command}`],
    [labels.portal, `${portal} (${texts.environments[environment]})`],
    [labels.began, formatMoment(new Date(startedAt), timezone)],
    [labels.ended, formatMoment(new Date(endedAt), timezone)],
    [labels.took, duration(Date.parse(endedAt) - Date.parse(startedAt))],
    [labels[COUNTED[command] ?? 'counts'], countsIn(summary, texts)],
    [
      labels.inOrder,
      inOrder === undefined || sirets.all === 0
        ? undefined
        : notify.inOrder(inOrder, sirets.all, counted),
    ],
    [labels.left, sirets.left === 0 ? undefined : notify.left(sirets.left, counted)],
    [labels.exitCode, String(exitCode)],
    [labels.stopped, stoppedBecause],
    ...errors.flatMap(({ code, what, expected, found }): [string, string | undefined][] => [
      [labels.afterwards, stoppedBecause.includes(what) ? undefined : `${code}: ${what}`],
      [labels.expected, expected],
      [labels.found, found],
    ]),
    [labels.report, summary.reportFolder],
  ];
  const outcome = notify.outcome(exitCode, sirets, counted);
  return {
    outcome,
    subject: `${outcome} — raccord ${command}, ${texts.environments[environment]}`,
    facts: facts.filter((fact): fact is [string, string] => (fact[1] ?? '') !== ''),
    next: { title: notify.next(host, folder), steps: summary.next },
    failures: summary.failures.slice(0, MAX_FAILURES),
    leftOut: Math.max(0, summary.failures.length - MAX_FAILURES),
  };
}

/** Returns the counts as `created 60, failed 2`. */
function countsIn({ counts }: RunSummary, texts: Texts): string {
  const { outcomes, renew, passwords, delivery, verify } = texts;
  const words = {
    ...delivery.outcomes,
    ...renew.outcomes,
    ...outcomes,
    passwordMissing: passwords.missing,
    works: verify.outcomes.works,
  };
  return (Object.entries(counts) as [keyof typeof words, number][])
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${words[outcome]} ${count}`)
    .join(', ');
}

function asText(parts: MessageParts, { notify }: Texts): string {
  const { outcome, facts, next, failures, leftOut } = parts;
  const width = Math.max(...facts.map(([label]) => label.length));
  return [
    outcome,
    '',
    ...facts.map(([label, value]) => `${label.padEnd(width)}  ${oneLine(value)}`),
    ...(next.steps.length === 0 ? [] : ['', next.title]),
    ...next.steps.flatMap((step, index) => [
      `  ${index + 1}. ${oneLine(step.what)}`,
      ...(step.sirets.length === 0 ? [] : [`     ${some(step.sirets).join(', ')}`]),
      ...some(step.commands).map((command) => `       ${oneLine(command)}`),
    ]),
    ...(failures.length === 0 ? [] : ['', notify.labels.failures]),
    ...failures.flatMap((failure) =>
      [failure, ...(failure.also ?? [])].flatMap((problem, index) => [
        `  ${index === 0 ? failure.siret : ' '.repeat(failure.siret.length)}  ${problem.code}`,
        ...linesOf(problem, notify).map((line) => `    ${line}`),
      ]),
    ),
    ...(leftOut === 0 ? [] : [`  ${notify.more(leftOut)}`]),
    '',
    notify.footer,
    '',
  ].join('\n');
}

/** Returns what happened, what was expected and what was found, one per line. */
function linesOf({ what, expected, found }: Problem, notify: Texts['notify']): string[] {
  const { labels, labelled } = notify;
  return [
    oneLine(what),
    ...(expected === undefined ? [] : [labelled(labels.expected, oneLine(expected))]),
    ...(found === undefined ? [] : [labelled(labels.found, oneLine(found))]),
  ];
}

/** Returns the first words and the number of those left out. */
function some(words: readonly string[]): string[] {
  const left = words.length - MAX_SIRETS_IN_STEP;
  return left > 0 ? [...words.slice(0, MAX_SIRETS_IN_STEP), `… (+${left})`] : [...words];
}

/** Style that lets names, paths and lists wrap on narrow screens. */
const BREAKING = 'overflow-wrap:anywhere;word-break:break-word';

/** Returns the message as plain tables: all mail programs display them, in their own colours. */
function asHtml(parts: MessageParts, { notify }: Texts): string {
  const { outcome, facts, next, failures, leftOut } = parts;
  const cell = 'padding:2px 12px 2px 0;text-align:left;vertical-align:top';
  const row = (head: string, value: string): string =>
    `<tr><th scope="row" style="${cell}">${escaped(head)}</th><td style="${cell};${BREAKING}">${value}</td></tr>`;
  const title = (text: string): string => `<h2 style="font-size:1.1em">${escaped(text)}</h2>`;
  const problem = (one: Problem): string =>
    [`<code>${escaped(one.code)}</code>`, ...linesOf(one, notify).map(escaped)].join('<br>');
  const step = ({ what, sirets, commands }: NextStep): string =>
    [
      `<li>${escaped(oneLine(what))}`,
      ...(sirets.length === 0 ? [] : [`<br>${escaped(some(sirets).join(', '))}`]),
      ...(commands.length === 0
        ? []
        : [
            `<pre style="margin:4px 0;white-space:pre-wrap;${BREAKING}">${escaped(some(commands).map(oneLine).join('\n'))}</pre>`,
          ]),
      '</li>',
    ].join('');
  return [
    `<!doctype html><html lang="${notify.language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(outcome)}</title></head>`,
    '<body style="font-family:sans-serif">',
    `<h1 style="font-size:1.3em">${escaped(outcome)}</h1>`,
    '<table>',
    ...facts.map(([label, value]) => row(label, escaped(oneLine(value)))),
    '</table>',
    ...(next.steps.length === 0
      ? []
      : [title(next.title), '<ol>', ...next.steps.map(step), '</ol>']),
    ...(failures.length === 0
      ? []
      : [
          title(notify.labels.failures),
          ...failures.map(
            (failure) =>
              `<p style="${BREAKING}"><b>${escaped(failure.siret)}</b><br>${[failure, ...(failure.also ?? [])].map(problem).join('<br>')}</p>`,
          ),
        ]),
    ...(leftOut === 0 ? [] : [`<p>${escaped(notify.more(leftOut))}</p>`]),
    `<p>${escaped(notify.footer)}</p>`,
    '</body></html>',
  ].join('\n');
}

/** Returns a duration as `1 h 12 min`, `3 min 5 s`, `8 s`. */
function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

/** Joins the lines of an external text, so that it cannot start a new line, such as a header. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (sign) => `&#${sign.codePointAt(0) ?? 0};`);
}

/** Returns a message marked as a test, as text and as a document. */
export function testMessage(
  host: string,
  at: Date,
  { notify }: Texts,
): { readonly message: Message; readonly document: JsonValue } {
  const { subject, body } = notify.trial;
  const text = `${body(host)}\n\n${notify.footer}\n`;
  return {
    message: {
      subject: subject(host),
      text,
      html: `<!doctype html><html lang="${notify.language}"><head><meta charset="utf-8"></head><body style="font-family:sans-serif"><p>${body(host)}</p><p>${notify.footer}</p></body></html>`,
    },
    document: { event: 'test', version: 1, text, host, at: at.toISOString() },
  };
}
