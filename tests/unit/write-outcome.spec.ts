import { expect, test } from '@playwright/test';
import { outcomeOf, type SentWrite, type WriteOutcome } from '../../src/browser/write-outcome.ts';

const HOST = 'portail.exemple.fr';

type Answer = SentWrite['answer'];

const CUT = 'net::ERR_CONNECTION_RESET';

/** What a script of the page sent to its own host, and what came of it. */
function own(answer: Answer): SentWrite {
  return { host: HOST, isForm: false, ...(answer !== undefined && { answer }) };
}

const form = (answer: Answer): SentWrite => ({ ...own(answer), isForm: true });
const later = (answer: Answer): SentWrite => ({ ...own(answer), isLater: true });
const api = (answer: Answer): SentWrite => ({ ...own(answer), host: 'api.exemple.fr' });
const counter = (answer: Answer): SentWrite => ({ ...own(answer), host: 'compteur.exemple.com' });

const taken = (write: number): WriteOutcome => ({ write, isForm: false });

const CASES: Readonly<Record<string, readonly [readonly SentWrite[], WriteOutcome]>> = {
  'nothing came of a click that sent nothing': [[], { write: 'none' }],
  'what is not answered is under way': [[own(undefined)], { write: 'under-way' }],
  'so is a click of which one request is not': [[own(204), own(undefined)], { write: 'under-way' }],
  'so is one of which the others broke off': [[own(403), own(undefined)], { write: 'under-way' }],
  'what another host of the portal took is taken': [[api(200)], taken(200)],
  'a status of refusal is one': [[own(422)], { write: 422 }],
  'it is told beside what was taken': [[own(404), own(200)], { ...taken(200), refusedBeside: 404 }],
  'so is one beside what another host of the portal took': [
    [own(404), api(201)],
    { ...taken(201), refusedBeside: 404 },
  ],
  'a form that was refused is, whatever a script sent': [[form(422), own(204)], { write: 422 }],
  'one that was taken is, whatever came of a script': [
    [own(404), form(200), own(503)],
    { write: 200, isForm: true },
  ],
  'one that failed is not taken by what a script sent': [
    [own(204), form(503)],
    { write: 'none', broken: 'HTTP 503' },
  ],
  'what the page that answers sends is not of the click': [
    [own(422), later(204), later(undefined)],
    { write: 422 },
  ],
  'nor is its form that of a script': [[own(422), { ...later(302), isForm: true }], { write: 422 }],
  'a form that a form led to is its own': [
    [form(307), { ...later(422), isForm: true }],
    { write: 422 },
  ],
  'where the click sent nothing else, what is sent later counts': [[later(409)], { write: 409 }],
  'what a form sent tells more than what a script sent': [
    [own(204), form(302)],
    { write: 302, isForm: true },
  ],
  'a server that failed refuses nothing': [[own(503)], { write: 'none', broken: 'HTTP 503' }],
  'nor does the end of a session': [[own(401)], { write: 'none', broken: 'HTTP 401' }],
  'nor a cut': [[own(CUT), own(400)], { write: 'none', broken: CUT }],
  'what broke off beside what was taken is told': [
    [own(503), own(200)],
    { ...taken(200), brokenBeside: 'HTTP 503' },
  ],
  'a redirect that sends again is no answer': [[own(307)], { write: 'under-way' }],
  'the answer to what it sent is': [[own(307), own(422)], { write: 422 }],
  'somebody else takes no part': [[counter(undefined), own(409), counter(200)], { write: 409 }],
  'nor breaks anything off': [[counter(CUT)], { write: 'none' }],
  'a form that somebody else took is taken': [[counter(200)], taken(200)],
  'what only somebody else was sent is waited for': [[counter(undefined)], { write: 'under-way' }],
};

for (const [name, [writes, outcome]] of Object.entries(CASES)) {
  test(name, () => {
    expect(outcomeOf(writes, [HOST], true)).toEqual(outcome);
  });
}

test('after a while, what was taken counts beside what is not answered', () => {
  expect(outcomeOf([own(204), own(undefined)], [HOST], false)).toEqual(taken(204));
  expect(outcomeOf([own(403), own(undefined)], [HOST], false)).toEqual({ write: 'under-way' });
  expect(outcomeOf([own(204), form(undefined)], [HOST], false)).toEqual({ write: 'under-way' });
});

test('a host that is a number shares no name with another one', () => {
  const writes = [
    { ...own(404), host: '10.0.0.1' },
    { ...own(200), host: '192.0.0.1' },
  ];
  expect(outcomeOf(writes, ['10.0.0.1'], true)).toEqual({ write: 404 });
});

test('of the hosts of the State only those of one ministry or service are one portal', () => {
  const refused = { ...own(422), host: 'cpro.chorus-pro.gouv.fr' };
  const counted = { ...own(204), host: 'stats.data.gouv.fr' };
  const beside = { ...own(201), host: 'api.chorus-pro.gouv.fr' };
  const page = ['portail.chorus-pro.gouv.fr'];
  expect(outcomeOf([refused, counted], page, true)).toEqual({ write: 422 });
  expect(outcomeOf([refused, beside], page, true)).toEqual({ ...taken(201), refusedBeside: 422 });
});
