import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { Secret } from '../../src/secrets/secret.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { anySecret, anyText, ENCODERS, shortSecret, WRITERS } from './redaction-contexts.ts';

function redactorOf(...values: readonly string[]): Redactor {
  const redactor = new Redactor();
  for (const value of values) redactor.add(new Secret(value), 'password');
  return redactor;
}

for (const [name, write] of Object.entries(WRITERS)) {
  test(`any secret is taken out of any text: ${name}`, () => {
    fc.assert(
      fc.property(anySecret, anyText, anyText, (secret, before, after) => {
        const redacted = redactorOf(secret).redact(write(before + secret + after));
        return redacted.includes('[password]') && !redacted.includes(write(secret));
      }),
      { numRuns: 300 },
    );
  });
}

for (const [name, encode] of Object.entries(ENCODERS)) {
  test(`any secret is taken out of an encoded document: ${name}`, () => {
    fc.assert(
      fc.property(anySecret, anyText, anyText, (secret, before, after) => {
        const redacted = redactorOf(secret).redact(encode(before + secret + after));
        const pieces = redacted.split('[password]');
        return pieces.length > 1 && pieces.every((piece) => !decodings(piece).includes(secret));
      }),
      { numRuns: 300 },
    );
  });
}

test('any secrets, however short and wherever they stand, are gone from any text', () => {
  const secrets = fc.array(fc.oneof(anySecret, shortSecret), { minLength: 1, maxLength: 8 });
  const places = fc.array(fc.tuple(fc.nat(), fc.nat(), anyText), { maxLength: 20 });
  fc.assert(
    fc.property(secrets, places, (values, some) => {
      // Whole, or from somewhere within, so that one begins where another ends.
      const parts = some.map(([which, from, between]) => {
        const value = [...values[which % values.length]!];
        return value.slice(from % 3 === 0 ? from % value.length : 0).join('') + between;
      });
      const text = parts.join('') + values.join('');
      const pieces = redactorOf(...values)
        .redact(text)
        .split('[password]');
      const isGone = values.every((value) => pieces.every((piece) => !piece.includes(value)));
      // Not even a part of one that another lies in or across.
      return isGone && pieces.join('').length <= text.length - lengthOf(values, text);
    }),
    { numRuns: 2_000 },
  );
});

/** How much of a text belongs to one of the values at least. */
function lengthOf(values: readonly string[], text: string): number {
  const places = new Set<number>();
  for (const value of values) {
    for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
      for (let place = at; place < at + value.length; place += 1) places.add(place);
    }
  }
  return places.size;
}

test('the name that stands for one secret does not spell another', () => {
  for (const [first, second] of [
    ['hunter2', 'word'],
    ['word', 'hunter2'],
  ] as const) {
    const redactor = redactorOf(first, second);
    expect(redactor.redact('it is hunter2, in a word')).toBe('it is […], in a […]');
  }
});

/** What a piece of an encoded document says, read from each place where a group may start. */
function decodings(piece: string): string {
  const text = decodeURIComponent(piece.replace(/%\w?$/u, '')).replaceAll('\\', '');
  return [0, 1, 2, 3]
    .map((offset) => text.slice(offset))
    .flatMap((rest) => [Buffer.from(rest, 'base64'), Buffer.from(rest, 'hex')])
    .flatMap((bytes) => [bytes.toString('utf8'), bytes.toString('utf16le')])
    .join('\n\n');
}

test('a secret in an encoded JSON document is taken out too', () => {
  fc.assert(
    fc.property(anySecret, anyText, (secret, before) => {
      const document = Buffer.from(JSON.stringify({ before, secret })).toString('base64');
      return redactorOf(secret).redact(document).includes('[password]');
    }),
  );
});

test('a text without secrets stays as it is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme-ascii', minLength: 8 }), { maxLength: 5 }),
      fc.string({ unit: 'binary' }),
      (secrets, text) => {
        fc.pre(!secrets.some((secret) => text.includes(secret)));
        return redactorOf(...secrets).redact(text) === text;
      },
    ),
  );
});

test('what stands around a secret stays, escapes and all', () => {
  const redactor = redactorOf('p"w<é&%');
  expect(redactor.redact('{"a":"\\u00e9 p\\"w<é&% \\n"}')).toBe('{"a":"\\u00e9 [password] \\n"}');
  expect(redactor.redact('?a=%C3%A9&b=p%22w%3c%C3%A9%26%25&c=1')).toBe(
    '?a=%C3%A9&b=[password]&c=1',
  );
  expect(redactor.redact('<b title="p&#34;w&LT;">p&quot;w&lt;é&amp;%</b>')).toBe(
    '<b title="p&#34;w&LT;">[password]</b>',
  );
});

test('a mixed spelling is seen through', () => {
  const redactor = redactorOf('a"b<c\'d&e');
  for (const text of [
    'a&quot;b&#60;c&#039;d&amp;e',
    'a&#x22;b&lt;c&apos;d&#x26;e',
    'a\\"b\\u003cc\\u0027d\\x26e',
    'a%22b<c%27d%26e',
  ]) {
    expect(redactor.redact(`x ${text} y`)).toBe('x [password] y');
  }
});

test('secrets that overlap or hold each other leave nothing behind', () => {
  const redactor = redactorOf('marinade', 'marinade1', 'nade1234');
  expect(redactor.redact('a marinade1234 b')).toBe('a [password] b');
  expect(redactor.redact('marinade marinade1 marinademarinade')).toBe(
    '[password] [password] [password][password]',
  );
});

test('a secret of four characters is taken out, a shorter one is not', () => {
  const redactor = redactorOf('', 'a', 'xyz', 'w1z4');
  expect(redactor.redact('a xyz w1z4')).toBe('a xyz [password]');
});

test('a name that would tell the secret is not used', () => {
  const redactor = new Redactor();
  redactor.add(new Secret('hunter2'), 'password hunter2');
  expect(redactor.redact('it is hunter2')).toBe('it is […]');
});

test('each secret is known once, by the name it was given first', () => {
  const redactor = new Redactor();
  redactor.add(new Secret('one-value'), 'first');
  redactor.add(new Secret('one-value'), 'second');
  expect(redactor.redact('one-value')).toBe('[first]');
  expect(redactor.secrets().map(({ name }) => name)).toEqual(['first']);
});

test('a line of JSON stays one, where a secret of digits stands in a number', () => {
  const line =
    '{"level":"info","time":1795123456,"code":"123456","found":[{"n":123456}],"123456":1}\n';
  const redacted = redactorOf('123456').redactLine(line);
  expect(redacted).not.toContain('123456');
  expect(redacted.endsWith('\n')).toBe(true);
  expect(JSON.parse(redacted)).toEqual({
    level: 'info',
    time: '1795[password]',
    code: '[password]',
    found: [{ n: '[password]' }],
    '[password]': 1,
  });
});

test('any secret is taken out of any line of JSON', () => {
  fc.assert(
    fc.property(anySecret, fc.jsonValue(), (secret, value) => {
      const line = JSON.stringify({ value, deep: [{ secret: `x${secret}y` }] });
      const redacted = redactorOf(secret).redactLine(line);
      return (
        redacted.includes('[password]') && !redacted.includes(JSON.stringify(secret).slice(1, -1))
      );
    }),
  );
});

test('2,000 secrets do not slow a log line down', () => {
  const redactor = redactorOf(...Array.from({ length: 2000 }, (_, n) => `Secret-${n}-"é<`));
  const line = JSON.stringify({ level: 'info', message: 'Déclarer "un" raccordement '.repeat(10) });
  const start = performance.now();
  for (let n = 0; n < 1000; n += 1) redactor.redactLine(line);
  // Some 50 µs a line on an ordinary machine; a search secret by secret takes a hundred times that.
  expect((performance.now() - start) / 1000).toBeLessThan(1);
});
