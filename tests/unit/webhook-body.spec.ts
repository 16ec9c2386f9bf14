import { expect, test } from '@playwright/test';
import { composeMessage } from '../../src/reporting/notify/message.ts';
import { endDocument, webhookBody } from '../../src/reporting/notify/webhook.ts';
import { SUMMARY } from './notify-fixtures.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';

const MESSAGE = composeMessage(SUMMARY, textsFor('en'), 'Europe/Paris');

/** As many failures as are told, each with a long reason. */
const LONG = composeMessage(
  {
    ...SUMMARY,
    failures: Array.from({ length: 20 }, () => ({
      ...SUMMARY.failures[0]!,
      what: 'No <such> structure ```here```. '.repeat(20),
    })),
  },
  textsFor('en'),
  'Europe/Paris',
);

function bodyOf(format: Parameters<typeof webhookBody>[0], message = MESSAGE): unknown {
  return JSON.parse(webhookBody(format, endDocument(SUMMARY, message.text), message));
}

test('Slack gets one text, of one width, with its three signs escaped', () => {
  const { text } = bodyOf('slack') as { text: string };
  expect(text).toMatch(/^```\n2 of 40 SIRETs failed\n\nMachine {2,}srv-01, \/srv\/raccord\n/u);
  expect(text).toContain('The portal answered &lt;503&gt; &amp; closed.');
  expect(text.endsWith('\n```')).toBe(true);
});

test('Google Chat gets one text', () => {
  expect(bodyOf('google-chat')).toEqual({
    text: expect.stringContaining('The portal answered <503> & closed.') as unknown,
  });
});

test('Discord gets a content that calls nobody', () => {
  expect(bodyOf('discord')).toEqual({
    content: expect.stringMatching(/^```\n2 of 40 SIRETs failed/u) as unknown,
    allowed_mentions: { parse: [] },
  });
});

test('Teams gets an Adaptive Card as a workflow takes it, a line each, no mark read as one', () => {
  const { type, attachments } = bodyOf('teams') as {
    type: string;
    attachments: { contentType: string; content: { type: string; body: { text: string }[] } }[];
  };
  const [card] = attachments;
  expect(type).toBe('message');
  expect(card).toMatchObject({
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: { type: 'AdaptiveCard' },
  });
  const lines = card?.content.body.map(({ text }) => text) ?? [];
  expect(lines[0]).toBe('2 of 40 SIRETs failed — raccord batch, production');
  expect(lines.join('\n')).toContain('STRUCTURE\\_NOT\\_OFFERED');
  expect(lines.every((line) => !line.includes('\n'))).toBe(true);
});

test('a card stays below what Teams takes, cut at a whole line', () => {
  const failures = Array.from({ length: 20 }, () => ({
    ...SUMMARY.failures[0]!,
    what: 'Non proposé à ce gestionnaire « été ». '.repeat(30),
  }));
  const message = composeMessage({ ...SUMMARY, failures }, textsFor('en'), 'Europe/Paris');
  const body = webhookBody('teams', {}, message);
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
  expect(Buffer.byteLength(body)).toBeGreaterThan(15_000);
  const { attachments } = JSON.parse(body) as {
    attachments: { content: { body: { text: string }[] } }[];
  };
  expect(attachments[0]?.content.body.at(-1)?.text).toBe('…');
});

for (const [format, most] of [
  ['slack', 4_000],
  ['google-chat', 4_000],
  ['discord', 2_000],
] as const) {
  test(`a long message to ${format} ends at a whole line, within what it takes`, () => {
    const { text, content } = bodyOf(format, LONG) as { text?: string; content?: string };
    const sent = text ?? content ?? '';
    expect(sent.length).toBeLessThanOrEqual(format === 'slack' ? most * 1.2 : most);
    expect(sent.endsWith('\n…\n```')).toBe(true);
    expect(sent.slice(3, -3)).not.toContain('```');
  });
}
