import type { Formats } from './value-formats.ts';
import type { ReportRow } from './report-rows.ts';
import { Markup, markup } from './markup.ts';
import type { Picture, ReadPicture } from './pictures.ts';
import type { RunReport } from './run-report.ts';
import type { StepTimes, Totals } from './statistics.ts';
import type { Texts } from '../../messages/texts.ts';

/** Data for all files of a report. Every text in it is safe to show. */
export interface ReportView {
  /** Without its SIRETs, which are in {@link rows}. */
  readonly report: Omit<RunReport, 'enrolments'>;
  /** Failures first; otherwise in the order of the run. */
  readonly rows: readonly ReportRow[];
  readonly totals: Totals;
  readonly times: readonly StepTimes[];
  readonly texts: Texts;
  readonly formats: Formats;
  /** The pictures that are embedded in the page. */
  readonly embedded: ReadonlySet<Picture>;
  /** The report's own folder, the base of relative links. */
  readonly folder: string;
}

/** A part of the page: markup, or a picture that is read only when it is written. */
export type PagePart = Markup | ReadPicture;

/** Returns commands to type, one per line. */
export function commandsMarkup(commands: readonly string[] = []): Markup | undefined {
  if (commands.length === 0) return undefined;
  // Each is a block element: copying adds a line break.
  const lines = commands.map((command) => markup`<code>${command}</code>`);
  return markup`<pre class="command">${lines}</pre>`;
}

/** Maximum number of SIRETs and commands named at one place. */
export const MAX_NAMED = 8;

/** A SIRET, and the id of the page's article about it, if there is one. */
export interface NamedSiret {
  readonly siret: string;
  readonly id?: string;
}

/** Returns the first of some SIRETs, with links to their articles, and how many more there are. */
export function siretsMarkup(named: readonly NamedSiret[], { report }: Texts): Markup {
  const left = named.length - MAX_NAMED;
  const shown = named.slice(0, MAX_NAMED).map(({ siret, id }) => {
    const text = siretMarkup(siret);
    return id === undefined ? markup`${text} ` : markup`<a href="#${id}">${text}</a> `;
  });
  return markup`${shown}${left > 0 && report.andMore(left)}`;
}

/** Returns a SIRET in groups, by style alone: searching and copying yield its 14 digits. */
export function siretMarkup(siret: string): Markup {
  const groups = /^(\d{3})(\d{3})(\d{3})(\d{5})$/u.exec(siret)?.slice(1) ?? [siret];
  return markup`<span class="siret">${groups.map((group) => markup`<span>${group}</span>`)}</span>`;
}
