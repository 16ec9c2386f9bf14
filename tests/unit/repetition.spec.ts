import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { repetitionKey, type OutgoingRequest } from '../../src/browser/outgoing-request.ts';

const bytes = fc.uint8Array({ maxLength: 200 }).map((all) => Buffer.from(all));

/** Any write: an address has no line end in it, as a browser gives it. */
const outgoing: fc.Arbitrary<OutgoingRequest> = fc.record({
  method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'),
  url: fc.webUrl({ withQueryParameters: true }),
  headers: fc.dictionary(fc.constantFrom('accept', 'x-token', 'referer'), fc.string()),
  body: fc.option(bytes, { nil: undefined }),
  outlivesItsPage: fc.boolean(),
  sender: fc.constantFrom('form', 'script', 'other'),
});

/** A field's name and value; what a browser draws as boundary is in neither. */
const field = fc.record({
  name: fc.stringMatching(/^[a-z]{1,8}$/u),
  value: fc.string({ unit: 'grapheme', maxLength: 30 }),
});

/** As Chromium draws it, anew for each sending. */
const boundary = fc.stringMatching(/^----WebKitFormBoundary[A-Za-z0-9]{16}$/u);

interface Field {
  readonly name: string;
  readonly value: string;
}

/** The same fields as a browser sends them in a form of parts. */
function multipart(fields: readonly Field[], line: string, type = 'content-type'): OutgoingRequest {
  const parts = fields.map(
    ({ name, value }) =>
      `--${line}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    method: 'POST',
    url: 'https://portail.exemple.fr/comptes',
    headers: { [type]: `multipart/form-data; boundary=${line}` },
    body: Buffer.from(`${parts.join('')}--${line}--\r\n`),
    outlivesItsPage: false,
    sender: 'form',
  };
}

test('what is sent again has the same key, whatever its headers and wherever it comes from', () => {
  fc.assert(
    fc.property(outgoing, outgoing, (first, { headers, outlivesItsPage, sender }) => {
      const again: OutgoingRequest = { ...first, headers, outlivesItsPage, sender };
      expect(repetitionKey(again)).toBe(repetitionKey(first));
    }),
  );
});

test('two requests that differ in method, address or body have different keys', () => {
  fc.assert(
    fc.property(outgoing, outgoing, (one, other) => {
      const isSame =
        one.method === other.method &&
        one.url === other.url &&
        (one.body ?? Buffer.alloc(0)).equals(other.body ?? Buffer.alloc(0));
      expect(repetitionKey(one) === repetitionKey(other)).toBe(isSame);
    }),
  );
  fc.assert(
    fc.property(
      outgoing,
      bytes,
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (one, body, at, by) => {
        fc.pre(body.length > 0);
        const changed = Buffer.from(body);
        const place = at % body.length;
        changed[place] = ((body[place] ?? 0) + by) % 256;
        expect(repetitionKey({ ...one, body: changed })).not.toBe(repetitionKey({ ...one, body }));
      },
    ),
  );
});

test('a form of parts is the same whatever line is drawn between them, and however its type is spelt', () => {
  const type = fc.constantFrom('content-type', 'Content-Type');
  fc.assert(
    fc.property(fc.array(field), boundary, boundary, type, (fields, line, other, spelt) => {
      const again = multipart(fields, other, spelt);
      expect(repetitionKey(again)).toBe(repetitionKey(multipart(fields, line)));
    }),
  );
  const quoted = multipart([{ name: 'a', value: 'b' }], 'x y');
  const headers = { 'content-type': 'multipart/form-data; charset=utf-8; boundary="x y"' };
  const other = multipart([{ name: 'a', value: 'b' }], 'z');
  expect(repetitionKey({ ...quoted, headers })).toBe(repetitionKey(other));
});

test('a form of parts is another where a part is', () => {
  fc.assert(
    fc.property(fc.array(field), fc.array(field), boundary, boundary, (one, other, line, drawn) => {
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      const keys = [multipart(one, line), multipart(other, drawn)].map(repetitionKey);
      expect(keys[0] === keys[1]).toBe(isSame);
    }),
  );
});

test('a line that a body of another type names as its own counts', () => {
  const one = { ...multipart([], 'x'), headers: { 'content-type': 'text/plain; boundary=x' } };
  expect(repetitionKey(one)).not.toBe(repetitionKey({ ...one, body: Buffer.from('----\r\n') }));
});

test('no password can be read from a key', () => {
  const body = Buffer.from('mot_de_passe=S3cret-42');
  const key = repetitionKey({ ...multipart([], 'x'), body });
  expect(key).toMatch(/^[0-9a-f]{64}$/u);
});
