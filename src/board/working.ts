import { markup, type Markup } from '../reporting/report/markup.ts';
import { formatsFor } from '../reporting/report/value-formats.ts';
import type { Pace } from '../ledger/journals/run-rows.ts';
import type { BoardHome, KnownHome, Working } from './board-home.ts';
import { profileTag, section, siretLink } from './parts.ts';
import type { Reader } from './reader.ts';

/** Returns the accounts being worked on: holder, start time, current work and progress. */
export function workingSection(homes: readonly KnownHome[], reader: Reader): Markup {
  const { board } = reader.texts;
  const items = homes.flatMap((home) =>
    home.reading.working.map((one) => workingItem(one, home, reader)),
  );
  return section(
    'working',
    board.sections.working,
    items.length === 0
      ? markup`<p class="quiet">${board.working.none}</p>`
      : markup`<ul class="working">\n${items}</ul>`,
  );
}

function workingItem(working: Working, home: BoardHome, reader: Reader): Markup {
  const { texts, language } = reader;
  const { working: words, anyLogin, otherLogin } = texts.board;
  const { name, holder, inHand, isOther } = working;
  const { moment, span } = formatsFor(language, home.timezone);
  const does = holder.command === undefined ? name : `raccord ${holder.command}`;
  const what = words.leases[name];
  return markup`<li>
<p class="doing"><strong>${does}</strong> ${profileTag(home)} ${isOther ? otherLogin : (home.login ?? anyLogin)} · ${what}</p>
<p class="quiet">${words.where(holder.host, holder.pid)} · ${words.since(moment(holder.since))}</p>
${progress(working, home.now, reader)}${
    inHand.length === 0
      ? working.run !== undefined && markup`<p class="quiet">${words.between}</p>`
      : markup`<ul class="hand">${inHand.map(
          ({ siret, step, since }) =>
            markup`<li>${siret !== undefined && markup`${siretLink(siret, home, reader)} `}<span>${texts.steps[step]}</span> <span class="quiet">${span(Math.max(0, home.now.getTime() - Date.parse(since)))}</span></li>`,
        )}</ul>`
  }
</li>
`;
}

function progress({ run }: Working, now: Date, reader: Reader): Markup | undefined {
  if (run?.sirets === undefined) return undefined;
  const { all, failed, left } = run.sirets;
  const { working: words } = reader.texts.board;
  const done = all - left;
  const share = all === 0 ? 0 : Math.round((done / all) * 1000) / 10;
  const minutes = run.pace && minutesLeft(run.pace, left, now);
  return markup`<p class="progress"><svg viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label="${words.progress}: ${Math.floor(share)} %"><rect class="track" width="100" height="4"/><rect class="done" width="${share}" height="4"/></svg>
<span>${words.ofAll(done, all)}${failed > 0 && ` · ${words.failed(failed)}`}${
    left > 0 && ` · ${minutes === undefined ? words.noTimeYet : words.timeLeft(spanOf(minutes))}`
  }</span></p>
`;
}

/** Minimum number of SIRETs done before the time left is shown. */
const FEWEST_FOR_PACE = 2;

/** Returns the estimated minutes left, based on the time that the finished SIRETs took. */
export function minutesLeft({ since, done }: Pace, left: number, now: Date): number | undefined {
  if (done < FEWEST_FOR_PACE) return undefined;
  const tookMs = now.getTime() - Date.parse(since);
  return Math.max(1, Math.ceil(((tookMs / done) * left) / 60_000));
}

function spanOf(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes}\u00a0min` : `${hours}\u00a0h ${minutes % 60}\u00a0min`;
}
