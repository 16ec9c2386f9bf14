import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { safeMessage, safeStack } from '../../src/errors/safe-message.ts';
import { RaccordError } from '../../src/errors/raccord-error.ts';

/** Messages as Playwright writes them, with `%` where it quotes what it was given. */
const QUOTING = [
  'locator.fill: Timeout 400ms exceeded.\nCall log:\n  - fill("%")\n    - element is not enabled',
  'locator.fill("%"): Target page has been closed',
  'locator.pressSequentially("%") failed ("%")\nCall log:\n  - type("%")',
  'locator.click: Timeout 400ms exceeded.\nCall log:\n' +
    '  - <input id="s" value="%"/> intercepts pointer events',
] as const;

for (const message of QUOTING) {
  test(`what is quoted goes no further: ${message.replaceAll('\n', ' ')}`, () => {
    const clean = safeMessage(new Error(message.replaceAll('%', '')));
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 12 }), fc.boolean(), (end, lines) => {
        const value = `K4nary${lines ? '\n' : ''}")${end.replace(/["\n]/gu, '')}K4nary`;
        // Playwright shows an element on one line.
        const quoted = message.includes('value=') ? value.replaceAll('\n', '↵') : value;
        const error = new Error(message.replaceAll('%', () => quoted));
        expect(safeMessage(error)).not.toContain('K4nary');
        const told = safeStack(new RaccordError('UNEXPECTED', { reason: '' }, error));
        expect(told).not.toContain('K4nary');
        expect(told).toMatch(/^RaccordError: UNEXPECTED\n {4}at .*\nCaused by: Error: /su);
      }),
    );
    expect(clean).not.toContain('\n');
  });
}

test('the cause and what stood in the way are told', () => {
  const click = [
    'locator.click: Timeout 15000ms exceeded.',
    'Call log:',
    '  - waiting for Soumettre',
    '\u001b[2m    - <div id="chatbot">…</div> intercepts pointer events\u001b[22m',
  ].join('\n');
  expect(safeMessage(new Error(click))).toBe(
    'Timeout 15000ms exceeded. <div id="chatbot">…</div> intercepts pointer events',
  );
  expect(safeMessage('a text')).toBe('a text');
});

for (const [raw, told] of [
  [
    "locator.evaluate: Error: strict mode violation: locator('field-labelled=%7B') resolved to 2 elements:",
    '2 elements where there should be one',
  ],
  [
    'locator.click: Error: strict mode violation: locator("form") resolved to 3 elements:',
    '3 elements where there should be one',
  ],
  [
    'page.goto: net::ERR_CONNECTION_RESET at http://portail.localhost/',
    'net::ERR_CONNECTION_RESET at http://portail.localhost/',
  ],
  ['apiRequestContext.get: connect ECONNREFUSED 127.0.0.1:1', 'connect ECONNREFUSED 127.0.0.1:1'],
  [
    'elementHandle.click: Timeout 400ms exceeded.\nCall log:\n  - waiting for element',
    'Timeout 400ms exceeded.',
  ],
  ['Timeout 400ms exceeded while waiting for event "page"', 'Timeout 400ms exceeded'],
  [
    'elementHandle.click: Error: frameLocator() matched elements in multiple frames.',
    'the element matched elements in multiple frames.',
  ],
  [
    'frame.$eval: Execution context was destroyed, most likely because of a navigation',
    'Execution context was destroyed, most likely because of a navigation',
  ],
  ["EACCES: permission denied, open '/x'", "EACCES: permission denied, open '/x'"],
  ['getaddrinfo ENOTFOUND a.b', 'getaddrinfo ENOTFOUND a.b'],
] as const) {
  test(`no word of the library's is told on: ${raw.replaceAll('\n', ' ')}`, () => {
    expect(safeMessage(new Error(raw))).toBe(told);
  });
}
