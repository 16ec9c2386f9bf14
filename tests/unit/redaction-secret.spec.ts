import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { format, inspect } from 'node:util';
import { expect, test } from '@playwright/test';
import type { JsonValue } from '../../src/domain/json.ts';
import { Secret } from '../../src/secrets/secret.ts';

const secret = new Secret('Tr0ub4dor&3');

test('a secret prints as [secret], however it is printed', () => {
  const printed = [
    String(secret),
    secret.toString(),
    // eslint-disable-next-line @typescript-eslint/restrict-template-expressions -- the accident itself
    `${secret}`,
    JSON.stringify(secret),
    JSON.stringify({ deep: [{ secret }] }),
    inspect(secret),
    inspect({ deep: { secret } }, { depth: 9, showHidden: true, getters: true }),
    format('%s %o %O %j', secret, secret, secret, secret),
    printedByConsole(secret),
    new Error(String(secret)).message,
    Object.values(secret).join(''),
  ];
  for (const text of printed) expect(text).not.toContain('Tr0ub4dor');
  for (const text of printed.slice(0, -1)) expect(text).toContain('[secret]');
});

test('a copy or a spread of a secret holds nothing', () => {
  expect(JSON.stringify({ ...secret })).toBe('{}');
  expect(Object.getOwnPropertyNames(secret)).toEqual([]);
});

test('only reveal gives the value back', () => {
  expect(secret.reveal()).toBe('Tr0ub4dor&3');
  expect(secret.equals(new Secret('Tr0ub4dor&3'))).toBe(true);
  expect(secret.equals(new Secret('other'))).toBe(false);
});

test('the compiler lets no secret into JSON', () => {
  // @ts-expect-error -- a `Secret` is no `JsonValue`
  const value: JsonValue = { secret };
  expect(JSON.stringify(value)).toBe('{"secret":"[secret]"}');
});

function printedByConsole(value: unknown): string {
  let printed = '';
  const stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      printed += chunk.toString();
      done();
    },
  });
  new Console({ stdout }).log(value, { value });
  return printed;
}
