import type { ErrorCode } from '../../src/errors/error-details.ts';
import { type AnyRaccordError, RaccordError } from '../../src/errors/raccord-error.ts';

/** Details that serve every error: each text takes the ones it needs. */
export const DETAILS = {
  action: 'click',
  allowed: ['a.example'],
  answer: 'HTTP 503',
  at: '2026-11-23T14:05:01.250Z',
  browser: 'chromium',
  column: 'État',
  database: 'db.example/raccord',
  differences: [
    { name: 'portal', here: 'a.example', there: 'b.example' },
    { name: 'recipients', here: 'age1', there: 'age1b' },
  ],
  expected: 'Compte technique',
  expression: '* * *',
  target: 'systemd',
  part: 'L',
  file: 'vault/x.age',
  files: ['steps.jsonl'],
  resource: 'account',
  headings: ['Accueil'],
  holder: { pid: 1, host: 'host', since: '2026-11-23T14:05:01.250Z', command: 'batch' },
  host: 'a.example',
  label: 'Téléphone',
  login: 'TECH_1_73282932000074@cpro.fr',
  matches: ['one', 'two'],
  meant: 'a',
  message: 'Nom déjà utilisé',
  mode: '644',
  name: 'Pldiffusion1',
  names: ['declaration.editor'],
  option: '73282932000074',
  path: '/x',
  portal: 'portail.example',
  present: ['Fax'],
  space: 'Raccordements EDI et API',
  problems: [],
  proxy: 'http://proxy.example:3128',
  reason: 'no space left',
  recipient: 'age1',
  screen: 'app-code',
  shown: 'b',
  siret: '73282932000074',
  sirets: ['73282932000074'],
  sink: 'hook',
  status: 'abandoned',
  tried: ['/usr/bin/chromium'],
  url: 'https://portail.chorus-pro.gouv.fr/',
  value: '30 2 * * 5#2',
  variable: 'DEBUG',
  version: '12.20',
  where: 'Compte technique',
  why: 'full',
  window: '20:00',
  zone: 'Europe/Pari',
};

/** Returns an error whose code is known only as the test runs. */
export function errorOf(code: ErrorCode, details: object = DETAILS): AnyRaccordError {
  return new RaccordError(code as never, details as never);
}
