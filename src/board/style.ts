import { PAGE_STYLE } from '../reporting/report/page-style.ts';

/** The style of a run's report, with the additions of the board. */
export const BOARD_STYLE = `${PAGE_STYLE}
body { padding-top: 2rem; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; padding: .4rem .8rem; background: var(--wash); }
.top { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: .3rem 2rem; margin-bottom: 2.2rem; }
.top .kicker, .top nav ul { margin: 0; }
nav [aria-current] { font-weight: 600; text-decoration: none; }
.facts { margin-top: 1.6rem; }
h3 { margin: 1.6rem 0 .5rem; font-size: 1rem; }
.half h3 { margin: 0; }
.tag { padding: .05rem .45rem; font-size: .8rem; color: var(--soft); border: 1px solid var(--line); border-radius: 1rem; white-space: nowrap; }
.code { color: var(--failed); }
small.failed, small.unproven { color: var(--mark); }

.todo { gap: 1.4rem; max-width: 52rem; }
.todo > li > p:first-child { font-weight: 600; text-wrap: pretty; }
pre.command { overflow-wrap: anywhere; }
section > pre.command { max-width: 52rem; }

.in-hand { display: block; }
.login { white-space: nowrap; }
.working { display: grid; gap: 1.6rem; }
.working .doing strong { font-weight: 600; margin-right: .3rem; }
.hand { display: grid; gap: .2rem; margin-top: .6rem; }
.hand li { display: flex; flex-wrap: wrap; gap: .1rem .9rem; align-items: baseline; }
.progress { display: grid; gap: .35rem; margin-top: .7rem; max-width: 52rem; font-size: .9rem; }
.progress svg, .bar { display: block; width: 100%; height: .7rem; border-radius: 2px; }
.track { fill: var(--wash); }
.progress .done { fill: var(--created); }
.bar { margin: .6rem 0 .8rem; }
.bar rect { fill: var(--mark); }
.resource ul a, .counts a { text-decoration-color: var(--line); }
.counts { display: flex; flex-wrap: wrap; gap: .3rem 1.6rem; margin-bottom: .5rem; }
.counts b { font-weight: 650; }

.find { display: flex; flex-wrap: wrap; align-items: end; gap: .8rem 1.2rem; margin: 2rem 0 2.2rem; }
.find label { display: block; margin-bottom: .2rem; color: var(--soft); font-size: .875rem; }
.find a { margin-left: .8rem; font-size: .9rem; }
input, select, button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 3px; padding: .35rem .6rem; min-height: 2.4rem; }
button { background: var(--ink); border-color: var(--ink); color: var(--paper); padding-inline: 1.1rem; cursor: pointer; }
.list tbody tr { border-bottom: 1px solid var(--line); }
.list tbody th { font-weight: 550; }
.list tbody th small { font-weight: 400; }
.list .outcome { display: inline-block; }
.paging { display: flex; gap: 1.4rem; align-items: baseline; margin-top: 1.4rem; font-size: .9rem; }

.history { display: grid; }
.history li { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: .1rem 1.5rem; padding: .6rem 0; border-bottom: 1px solid var(--line); }
.history time { color: var(--soft); font-size: .9rem; }
.history strong { font-weight: 600; margin-right: .3rem; }

@media screen and (max-width: 46rem) {
  body { padding-top: 1.2rem; }
  .top { margin-bottom: 1.4rem; }
  .history li { grid-template-columns: minmax(0, 1fr); }
  .login { white-space: normal; }
  .find { align-items: stretch; flex-direction: column; }
  .find input, .find select, .find button { width: 100%; }
  .find a { display: block; margin: .8rem 0 0; }
  .list tbody tr { padding: .9rem 0; }
  .list tbody tr:first-of-type { border-top: 1px solid var(--line); }
  .list td[data-label] { display: grid; grid-template-columns: 6.9rem minmax(0, 1fr); align-items: baseline; }
  .list td[data-label]:empty { display: none; }
  .list td[data-label] small { grid-column: 2; }
}
`;
