import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Evidence } from '../../src/browser/evidence.ts';
import { processTerminal } from '../../src/cli/terminal/terminal.ts';
import { asJson, jsonText } from '../../src/domain/json.ts';
import { createLogger } from '../../src/log/logger.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { expect, test } from './ledger-fixtures.ts';

interface Account {
  readonly login: string;
  readonly password: Secret;
}

interface Document {
  readonly accounts: readonly Account[];
}

const DOCUMENT: Document = {
  accounts: [{ login: 'TECH_1@cpro.fr', password: new Secret('Tr0ub4dor&3') }],
};

/** What an interface without a secret may hold. */
interface Plain {
  readonly one: { readonly list: readonly (string | null)[]; readonly missing?: number };
}

const PLAIN: Plain = { one: { list: ['a', null] } };

/** Streams of a process that keep what is written to them. */
function sink(): {
  readonly stream: { write(text: string): boolean };
  readonly text: () => string;
} {
  let text = '';
  const write = (more: string): boolean => {
    text += more;
    return true;
  };
  return { stream: { write }, text: () => text };
}

test('a type of any shape becomes JSON, if JSON can hold it', () => {
  expect(jsonText(PLAIN)).toBe('{"one":{"list":["a",null]}}');
  expect(asJson(PLAIN)).toBe(PLAIN);
  // @ts-expect-error -- a date has methods
  expect(jsonText({ at: new Date(0) })).toContain('1970');
  // @ts-expect-error -- nothing is known of it
  expect(jsonText({ unknown: PLAIN as unknown })).toContain('list');
});

test('no text and no document is made of a secret inside an interface', () => {
  // @ts-expect-error -- a `Secret` is not `Jsonable`
  expect(jsonText(DOCUMENT)).toContain('[secret]');
  // @ts-expect-error -- a `Secret` is not `Jsonable`
  expect(asJson(DOCUMENT)).toBe(DOCUMENT);
});

test('no terminal prints a secret inside an interface', () => {
  const { stream, text } = sink();
  const streams = { stdin: stream, stdout: stream, stderr: stream } as unknown as NodeJS.Process;
  const terminal = processTerminal(streams, new Redactor(), { out: false, err: false });
  // @ts-expect-error -- a `Secret` is not `Jsonable`
  terminal.json(DOCUMENT);
  // @ts-expect-error -- a `Secret` is not `Jsonable`
  terminal.jsonLine(DOCUMENT);
  expect(text().match(/\[secret\]/gu)).toHaveLength(2);
});

test('no log line has a secret inside an interface', () => {
  const { stream, text } = sink();
  const options = { level: 'debug', pretty: false, colours: false } as const;
  const logger = createLogger({ ...options, redactor: new Redactor(), stream });
  // @ts-expect-error -- a `Secret` is not `Jsonable`
  logger.info({ document: DOCUMENT }, 'accident');
  // @ts-expect-error -- a `Secret` is not `Jsonable`
  logger.child({ document: DOCUMENT }).warn({}, 'accident');
  expect(text().match(/\[secret\]/gu)).toHaveLength(2);
});

test('no step of the ledger or of the evidence has a secret inside an interface', async ({
  ledger,
  intruder,
  file,
}) => {
  // @ts-expect-error -- a `Secret` is not `Jsonable`
  await ledger.recordStep('ended', undefined, 'sign-in', { document: DOCUMENT });
  const [[detail] = []] = await intruder.rows('select detail from steps');
  expect(detail).toContain('[secret]');
  const folder = join(dirname(file), 'evidence');
  // @ts-expect-error -- a `Secret` is not `Jsonable`
  await new Evidence(folder, new Redactor()).note({ document: DOCUMENT });
  expect(await readFile(join(folder, 'steps.jsonl'), 'utf8')).toContain('[secret]');
});
