import { Writable } from 'node:stream';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { JsonObject } from '../../src/domain/json.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { createLogger, type Logger, type LoggerOptions } from '../../src/log/logger.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { anySecret } from './redaction-contexts.ts';

const VALUE = 'Tr0ub4dor"<é&3';

interface Log {
  readonly logger: Logger;
  readonly redactor: Redactor;
  readonly text: () => string;
  /** Each line as the document it is. */
  readonly lines: () => JsonObject[];
}

function log(options: Partial<LoggerOptions> = {}, value = VALUE): Log {
  let text = '';
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      text += chunk;
      done();
    },
  });
  const redactor = new Redactor();
  redactor.add(new Secret(value), 'password');
  const defaults = { level: 'debug', pretty: false, colours: false, redactor, stream } as const;
  return {
    logger: createLogger({ ...defaults, ...options }),
    redactor,
    text: () => text,
    lines: () =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as JsonObject),
  };
}

test('a line has its level by name, the time and the fields', () => {
  const { logger, lines } = log();
  logger.info({ siret: '73282932000074', step: 'sign-in' }, 'signed in');
  expect(lines()).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u),
      siret: '73282932000074',
      step: 'sign-in',
      msg: 'signed in',
    },
  ]);
});

test('a secret in a deep field, a key, a message or an error text is gone', () => {
  const { logger, text, lines } = log();
  const error = new Error(`fill("${VALUE}") timed out`);
  logger.info({ a: { b: [{ c: { d: { e: `x${VALUE}y` } } }] } }, 'deep');
  logger.info({ [VALUE]: true }, 'key');
  logger.warn({}, `the password is ${VALUE}`);
  logger.error({ reason: error.message, stack: error.stack }, 'failed');
  logger.debug({ url: `https://portal.example/?p=${encodeURIComponent(VALUE)}` }, 'request');
  logger.debug({ header: `Basic ${Buffer.from(`me:${VALUE}`).toString('base64')}` }, 'request');
  logger.debug({ body: JSON.stringify({ password: VALUE }) }, 'request');
  expect(text()).not.toContain('Tr0ub4dor');
  expect(lines()).toHaveLength(7);
  expect(text().match(/\[password\]/gu)).toHaveLength(8);
});

test('any secret is gone from any line, pretty or not', () => {
  fc.assert(
    fc.property(anySecret, fc.boolean(), (value, pretty) => {
      const { logger, text } = log({ pretty }, value);
      logger.info({ deep: [{ value: `a${value}` }] }, `b${value}c`);
      return text().includes('[password]') && !text().includes(`b${value}c`);
    }),
  );
});

test('a secret that is known later is gone from then on', () => {
  const { logger, redactor, lines } = log();
  logger.info({}, 'later-secret');
  redactor.add(new Secret('later-secret'), 'cookie');
  logger.info({}, 'later-secret');
  expect(lines().map(({ msg }) => msg)).toEqual(['later-secret', '[cookie]']);
});

test('a line stays JSON where a secret of digits stands in a number', () => {
  const { logger, lines } = log({}, '123456');
  logger.info({ count: 123456, other: 7 }, 'code 123456');
  expect(lines()).toMatchObject([{ count: '[password]', other: 7, msg: 'code [password]' }]);
});

test('only lines of the level and above are written', () => {
  const { logger, lines } = log({ level: 'warn' });
  logger.debug({}, 'no');
  logger.info({}, 'no');
  logger.warn({}, 'yes');
  logger.error({}, 'yes too');
  expect(lines().map(({ msg }) => msg)).toEqual(['yes', 'yes too']);
});

test('a child adds its fields to each line', () => {
  const { logger, lines } = log();
  const child = logger.child({ siret: '73282932000074', note: VALUE });
  child.info({ step: 'sign-in' }, 'one');
  child.child({ resource: 'account' }).info({}, 'two');
  logger.info({}, 'three');
  expect(lines()).toMatchObject([
    { siret: '73282932000074', note: '[password]', step: 'sign-in', msg: 'one' },
    { siret: '73282932000074', resource: 'account', msg: 'two' },
    { msg: 'three' },
  ]);
  expect(lines()[2]).not.toHaveProperty('siret');
});

test('for people, lines are laid out, coloured only where asked', () => {
  const plain = log({ pretty: true });
  plain.logger.info({ siret: '73282932000074', note: VALUE }, 'signed in %s');
  expect(plain.text()).toMatch(/^\[\d\d:\d\d:\d\d\] INFO: signed in %s\n/u);
  expect(plain.text()).toContain('siret: "73282932000074"');
  expect(plain.text()).toContain('[password]');
  expect(plain.text()).not.toContain('\u001b');

  const coloured = log({ pretty: true, colours: true });
  coloured.logger.warn({ note: VALUE }, VALUE);
  expect(coloured.text()).toContain('\u001b[');
  expect(coloured.text()).not.toContain('Tr0ub4dor');
});

test('a line is written before the next statement runs', () => {
  for (const pretty of [false, true]) {
    const { logger, text } = log({ pretty });
    logger.error({}, 'last words');
    expect(text()).toContain('last words');
  }
});

test('the compiler lets no secret and no error into a log', () => {
  const { logger, text } = log();
  // @ts-expect-error -- a `Secret` is no `JsonValue`
  logger.info({ secret: new Secret('other') }, 'accident');
  // @ts-expect-error -- nor is it a message
  logger.info({}, new Secret('other'));
  // @ts-expect-error -- an error is taken apart by whoever caught it
  logger.info(new Error('accident'), 'accident');
  expect(text()).not.toContain('other');
});
