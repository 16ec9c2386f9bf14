import type { Texts } from '../messages/texts-en.ts';
import { sayMoment } from '../schedule/wall-clock.ts';
import { MOST_FAILURES, type RunSummary, type SummaryFailure } from './run-summary.ts';

/** A summary as people read it. */
export interface Message {
  /** One line, the outcome first. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Parts {
  readonly outcome: string;
  /** Label and value. */
  readonly facts: readonly (readonly [string, string])[];
  readonly failures: readonly SummaryFailure[];
  readonly leftOut: number;
}

/** Writes the message; secrets are taken out of it by whoever sends it. */
export function composeMessage(summary: RunSummary, texts: Texts, timezone: string): Message {
  const parts = partsOf(summary, texts, timezone);
  const { command, environment } = summary;
  return {
    subject: oneLine(`${parts.outcome} — raccord ${command}, ${texts.environments[environment]}`),
    text: asText(parts, texts),
    html: asHtml(parts, texts),
  };
}

function partsOf(summary: RunSummary, texts: Texts, timezone: string): Parts {
  const { notify } = texts;
  const { command, portal, environment, startedAt, endedAt, exitCode, sirets } = summary;
  const { labels } = notify;
  const facts: [string, string | undefined][] = [
    [labels.command, `raccord ${command}`],
    [labels.portal, `${portal} (${texts.environments[environment]})`],
    [labels.began, sayMoment(new Date(startedAt), timezone)],
    [labels.ended, sayMoment(new Date(endedAt), timezone)],
    [labels.took, duration(Date.parse(endedAt) - Date.parse(startedAt))],
    [labels.counts, countsIn(summary, texts)],
    [labels.exitCode, String(exitCode)],
    [labels.stopped, summary.stoppedBecause],
    [labels.report, summary.reportFolder],
  ];
  return {
    outcome: notify.outcome(exitCode, sirets.failed, sirets.all),
    facts: facts.filter((fact): fact is [string, string] => (fact[1] ?? '') !== ''),
    failures: summary.failures.slice(0, MOST_FAILURES),
    leftOut: Math.max(0, summary.failures.length - MOST_FAILURES),
  };
}

/** `created 60, failed 2` */
function countsIn({ counts }: RunSummary, { outcomes, renew, passwords }: Texts): string {
  const words = { ...renew.outcomes, ...outcomes, passwordMissing: passwords.missing };
  return (Object.entries(counts) as [keyof typeof words, number][])
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${words[outcome]} ${count}`)
    .join(', ');
}

function asText({ outcome, facts, failures, leftOut }: Parts, { notify }: Texts): string {
  const width = Math.max(...facts.map(([label]) => label.length));
  return [
    outcome,
    '',
    ...facts.map(([label, value]) => `${label.padEnd(width)}  ${oneLine(value)}`),
    ...(failures.length === 0 ? [] : ['', notify.labels.failures]),
    ...failures.map(({ siret, code, what }) => `  ${siret}  ${code}\n    ${oneLine(what)}`),
    ...(leftOut === 0 ? [] : [`  ${notify.more(leftOut)}`]),
    '',
    notify.footer,
    '',
  ].join('\n');
}

/** Tables and no more: what every mail program shows, in its own colours. */
function asHtml(parts: Parts, { notify }: Texts): string {
  const { outcome, facts, failures, leftOut } = parts;
  const cell = 'style="padding:2px 12px 2px 0;text-align:left;vertical-align:top"';
  const row = (head: string, value: string): string =>
    `<tr><th scope="row" ${cell}>${escaped(head)}</th><td ${cell}>${value}</td></tr>`;
  return [
    `<!doctype html><html lang="${notify.language}"><head><meta charset="utf-8">`,
    `<title>${escaped(outcome)}</title></head>`,
    '<body style="font-family:sans-serif">',
    `<h1 style="font-size:1.3em">${escaped(outcome)}</h1>`,
    '<table>',
    ...facts.map(([label, value]) => row(label, escaped(oneLine(value)))),
    '</table>',
    ...(failures.length === 0
      ? []
      : [
          `<h2 style="font-size:1.1em">${escaped(notify.labels.failures)}</h2>`,
          '<table>',
          ...failures.map(({ siret, code, what }) =>
            row(siret, `<code>${escaped(code)}</code><br>${escaped(oneLine(what))}`),
          ),
          '</table>',
        ]),
    ...(leftOut === 0 ? [] : [`<p>${escaped(notify.more(leftOut))}</p>`]),
    `<p>${escaped(notify.footer)}</p>`,
    '</body></html>',
  ].join('\n');
}

/** `1 h 12 min`, `3 min 5 s`, `8 s`. */
function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

/** A text that came from elsewhere begins no line of its own, in a header least of all. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (sign) => `&#${sign.codePointAt(0) ?? 0};`);
}
