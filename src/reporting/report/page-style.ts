import { OUTCOMES } from './statistics.ts';

/** Hides rows in which neither connection nor account has the chosen outcome. */
const HIDDEN_BY_FILTER = OUTCOMES.map(
  (outcome) =>
    `section:has(#show-${outcome}:checked) .sirets tbody:not(.has-${outcome}) { display: none; }`,
).join('\n');

/** The page's own style: system fonts, few colours, light or dark as the reader prefers. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfb; --wash: #f4f3ee; --ink: #1c1c1a; --soft: #5d5c56; --line: #dcdad1;
  --created: #2f6f4b; --recovered: #8a5c00; --unproven: #8a5c00; --existing: #4a6580; --skipped: #8a8880; --failed: #a8201a;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #171715; --wash: #21201d; --ink: #ebe9e2; --soft: #a9a69b; --line: #383731;
    --created: #7fc39d; --recovered: #dcae55; --unproven: #dcae55; --existing: #9ab8d8; --skipped: #86837a; --failed: #f2938a;
  }
  img { filter: brightness(.88); }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; background: var(--paper); }
body {
  margin: 0 auto; max-width: 66rem; padding: 3.5rem 2rem 4rem;
  color: var(--ink); background: var(--paper);
  font: 400 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere; font-variant-numeric: tabular-nums;
}
h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; font: inherit; }
ul, ol { list-style: none; }
h1 { font-size: 2.1rem; line-height: 1.2; font-weight: 650; letter-spacing: -.02em; text-wrap: balance; }
h2 { font-size: 1.2rem; font-weight: 650; letter-spacing: -.01em; margin-bottom: 1.1rem; }
h3 { font-weight: 600; }
section { margin-top: 3.5rem; scroll-margin-top: 1rem; }
small { display: block; font-size: .85rem; color: var(--soft); }
a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: .18em; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
code { font: .85em/1.4 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace; }
.quiet, .kicker, dt, summary, footer { color: var(--soft); font-size: .875rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.siret { white-space: nowrap; }
.siret > span + span { margin-left: .28em; }
.path { font-size: .8rem; color: var(--soft); }

.kicker { margin-bottom: .4rem; }
.stopped { margin-top: 1rem; max-width: 44rem; }
.stopped strong { color: var(--failed); font-weight: 600; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); gap: 1rem 2rem; margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line); }
nav ul { display: flex; flex-wrap: wrap; gap: .4rem 1.5rem; margin-top: 1.5rem; font-size: .9rem; }

.outcome::before { content: ""; display: inline-block; width: .55em; height: .55em; margin-right: .5em; border-radius: 50%; background: var(--mark, var(--soft)); }
.created { --mark: var(--created); }
.recovered { --mark: var(--recovered); }
.unproven { --mark: var(--unproven); }
.existing { --mark: var(--existing); }
.skipped { --mark: var(--skipped); }
.failed { --mark: var(--failed); }
span.outcome.failed { color: var(--failed); font-weight: 600; }

.resources { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 2rem 3rem; }
.shares { display: flex; gap: 2px; height: .7rem; margin: .6rem 0 .8rem; }
.shares i { min-width: 3px; background: var(--mark); }
.shares i:first-child { border-radius: 2px 0 0 2px; }
.shares i:last-child { border-radius: 0 2px 2px 0; }
.resource ul { display: flex; flex-wrap: wrap; gap: .3rem 1.6rem; }
.resource b { font-weight: 650; }

.failure { display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: 1rem 3rem; padding: 1.6rem 0 1.8rem; border-top: 1px solid var(--line); scroll-margin-top: 1rem; }
.failure:last-child { border-bottom: 1px solid var(--line); }
.who .name { color: var(--soft); font-size: .9rem; }
.who h3 { font-size: 1.05rem; }
.who dl { margin-top: .9rem; display: grid; gap: .5rem; font-size: .9rem; }
.who dl div { display: grid; grid-template-columns: 7.2rem minmax(0, 1fr); align-items: baseline; }
.cause + .cause { margin-top: 1.6rem; }
.what { font-size: 1.1rem; line-height: 1.4; font-weight: 600; text-wrap: pretty; }
.place { margin-top: .2rem; color: var(--soft); font-size: .875rem; }
.place code { margin-right: .5em; color: var(--failed); }
.cause dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .35rem 1.2rem; margin-top: .8rem; max-width: 46rem; }
.cause dt { line-height: 1.7; }
.cause dd { white-space: pre-line; }
.cause dt.next { color: var(--ink); font-weight: 600; }
.flag { white-space: nowrap; }
.todo { display: grid; gap: 1rem; max-width: 46rem; }
.todo li { padding-left: 1rem; border-left: 3px solid var(--failed); }
.todo .quiet { display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem .8rem; margin-top: .3rem; }
.command { margin: .4rem 0 0; white-space: pre-wrap; }
.command code { display: block; padding-left: 1.5em; text-indent: -1.5em; }
.index { margin: 1rem 0 2.5rem; font-size: .9rem; }
.index ul { columns: 18rem; column-gap: 2rem; margin-top: .6rem; }
.index li { break-inside: avoid; padding: .15rem 0; }
article:target, tbody:target { background: var(--wash); box-shadow: 0 0 0 .5rem var(--wash); }
pre.command { padding: .45rem .7rem; background: var(--wash); border-radius: 3px; }
.filter { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: 0 0 1.1rem; padding: 0; border: 0; font-size: .9rem; }
.filter legend { float: left; padding: 0; margin-right: 1.2rem; color: var(--soft); }
${HIDDEN_BY_FILTER}

summary { cursor: pointer; width: fit-content; padding: .15rem 0; }
summary:hover { color: var(--ink); }
.why > .pictures, .why > .quiet { margin-top: 1rem; }
.pictures ol { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(12.5rem, 100%), 1fr)); gap: 1.2rem; padding: .8rem 0 1rem; }
.pictures li { scroll-margin-top: 1rem; }
.pictures img { display: block; width: 100%; height: auto; aspect-ratio: 8 / 5; object-fit: cover; object-position: top; border: 1px solid var(--line); border-radius: 3px; background: #fff; }
.pictures li.failed img { border-color: var(--failed); }
.enlarge { display: block; cursor: zoom-in; }
.pictures li:target { grid-column: 1 / -1; }
.pictures li:target img { width: auto; max-width: 100%; aspect-ratio: auto; }
.pictures li:target .enlarge { cursor: default; }
.reduce { display: none; margin-left: .6em; color: var(--ink); }
.pictures li:target .reduce { display: inline; }
.caption { margin-top: .4rem; font-size: .85rem; color: var(--soft); }
.gap { display: grid; place-content: center; aspect-ratio: 8 / 5; padding: 1rem; text-align: center; font-size: .85rem; color: var(--soft); border: 1px dashed var(--line); border-radius: 3px; }
.gap a { color: var(--ink); }

table { width: 100%; border-collapse: collapse; text-align: left; }
th, td { padding: .55rem 1.2rem .55rem 0; vertical-align: top; font-weight: 400; }
thead th { padding-top: 0; color: var(--soft); font-size: .85rem; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
@media not screen, (min-width: 46.01rem) {
  .sirets { table-layout: fixed; }
  .sirets thead :nth-child(2) { width: 19%; }
  .sirets thead :nth-child(3) { width: 28%; }
  .sirets thead :nth-child(4) { width: 15%; }
  .sirets thead :nth-child(5) { width: 11%; }
}
.sirets tbody { border-bottom: 1px solid var(--line); }
.sirets tbody th { font-weight: 550; }
.sirets tbody th small { font-weight: 400; }
.sirets tr > :nth-child(5) { text-align: right; }
.day, .sirets tr > :nth-child(5) { white-space: nowrap; }
.evidence td { padding-top: 0; padding-right: 0; }
.times th[scope=row] { width: 30%; }
.times td, .times th { padding-top: .4rem; padding-bottom: .4rem; vertical-align: middle; }
.times .bar { width: 34%; }
.times td:nth-child(n + 3), .times thead th:nth-child(n + 3) { text-align: right; white-space: nowrap; }
.times svg { display: block; width: 100%; height: .7rem; }
.times .median { fill: var(--existing); }
.times .line { fill: var(--existing); opacity: .55; }
#times-note { margin-top: .9rem; max-width: 46rem; }

footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); display: grid; gap: .25rem; }

@media screen and (max-width: 46rem) {
  body { padding: 2rem 1.15rem 3rem; }
  h1 { font-size: 1.6rem; }
  section { margin-top: 2.75rem; }
  .facts { grid-template-columns: 1fr; gap: .6rem; }
  .facts div { display: grid; grid-template-columns: 6rem minmax(0, 1fr); align-items: baseline; }
  .failure { grid-template-columns: minmax(0, 1fr); }
  .cause dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .cause dd { margin-bottom: .6rem; }
  table, tbody, tr, th, td { display: block; width: auto; padding: 0; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .sirets tbody { padding: .9rem 0; }
  .sirets tbody:first-of-type { border-top: 1px solid var(--line); }
  .sirets td[data-label], .times td[data-label] { display: grid; grid-template-columns: 6.9rem minmax(0, 1fr); align-items: baseline; }
  .sirets td[data-label]:empty { display: none; }
  td[data-label]::before { content: attr(data-label); color: var(--soft); font-size: .875rem; }
  .sirets td[data-label] small { grid-column: 2; }
  .sirets tbody th { margin-bottom: .35rem; }
  .sirets tr > :nth-child(5) { text-align: left; }
  .evidence { margin-top: .4rem; }
  .times td, .times th { padding: 0; }
  .times th[scope=row], .times .bar { width: auto; }
  .times tr { display: grid; grid-template-columns: 1fr 1fr 1.45fr .6fr; gap: .25rem .7rem; padding: .8rem 0; border-bottom: 1px solid var(--line); }
  .times th[scope=row], .times .bar { grid-column: 1 / -1; }
  .times td[data-label] { display: block; text-align: left; }
  .times td[data-label]::before { display: block; font-size: .78rem; }
}

@page { margin: 16mm 14mm; }
@media print {
  :root { color-scheme: light; }
  html { font-size: 9.5pt; }
  html, body { background: #fff; }
  body { max-width: none; padding: 0; }
  .facts { grid-template-columns: repeat(4, auto); }
  h2 { break-after: avoid; margin-bottom: .6rem; }
  section { margin-top: 1.6rem; }
  nav, .index, .pictures, .evidence, .filter { display: none; }
  .sirets thead :nth-child(2) { width: 16%; }
  .sirets thead :nth-child(3) { width: 33%; }
  .sirets thead :nth-child(5) { width: 10%; }
  section:has(.times), .todo li { break-inside: avoid; }
  thead, .sirets tbody:first-of-type { break-after: avoid; }
  .failure { grid-template-columns: 14.5rem minmax(0, 1fr); gap: .5rem 1.8rem; padding: .9rem 0; }
  .failure, .resource, .sirets tbody, tr { break-inside: avoid; }
  .shares i, .outcome::before, .times rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  a { text-decoration: none; }
}
`;
