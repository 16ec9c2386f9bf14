import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { DIRECT } from '../../src/config/network.ts';
import type { NotifyConfig } from '../../src/config/notifications.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Language } from '../../src/messages/load-texts.ts';
import {
  composeQueueNotice,
  sendQueueNotice,
  type QueueNotice,
} from '../../src/reporting/notify/queue-notice.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { expect, listTo, mailTo, test, webhookAt } from './notify-fixtures.ts';

const LEAKED = 'Bell-Tower-4711';

const PLACE = {
  ...{ host: 'srv-01', folder: '/srv/raccord', portal: 'portail.chorus-pro.gouv.fr' },
  ...({ environment: 'production', account: 'camille@exemple.fr' } as const),
  at: '2026-11-27T09:00:00.000Z',
};

const PAUSED: Extract<QueueNotice, { event: 'account-paused' }> = {
  ...{ ...PLACE, event: 'account-paused', reason: 'PASSWORD_REFUSED' },
  error: { code: 'PASSWORD_REFUSED', what: `The portal refused ${LEAKED}.`, found: '<b>no</b>' },
  next: [
    {
      what: 'Resume.',
      sirets: [],
      commands: ['raccord queue resume --account camille@exemple.fr'],
    },
  ],
};

const PARKED: QueueNotice = {
  ...{ ...PLACE, event: 'rows-parked', sirets: ['73282932000074'] },
  next: [{ what: 'Retry.', sirets: [], commands: ['raccord queue retry --siret 73282932000074'] }],
};

async function send(notice: QueueNotice, notify: NotifyConfig, language: Language = 'en') {
  const redactor = new Redactor();
  redactor.add(new Secret(LEAKED), 'password');
  const lines: { message: string; fields: JsonObject }[] = [];
  const config = { notify, timezone: 'Europe/Paris', network: DIRECT };
  const texts = textsFor(language);
  await sendQueueNotice(notice, config, { redactor, texts, logger: listTo(lines) });
  return lines;
}

test('a webhook is told of a pause: which account, why, since when, and what to type', async ({
  webSink,
}) => {
  const sink = await webSink();
  const lines = await send(PAUSED, webhookAt(sink.url));
  expect(sink.posts).toHaveLength(1);
  const body = sink.posts[0]?.body ?? '';
  const { text, ...facts } = JSON.parse(body) as JsonObject & { text: string };
  expect(facts).toMatchObject({
    ...{ event: 'account-paused', version: 1, account: 'camille@exemple.fr' },
    ...{ reason: 'PASSWORD_REFUSED', at: PLACE.at, next: PAUSED.next },
  });
  expect(text).toMatch(/^Account paused: camille@exemple\.fr\n/u);
  expect(text).toContain('raccord queue resume --account camille@exemple.fr');
  expect(body).not.toContain(LEAKED);
  expect(lines.map(({ message }) => message)).toEqual([
    'the notification about the queue was sent',
  ]);
});

test('a mail tells of it in the language of the worker, and no secret', async ({ mailSink }) => {
  const sink = await mailSink();
  await send(PAUSED, mailTo(sink.port), 'fr');
  expect(sink.mails).toHaveLength(1);
  const source = (sink.mails[0]?.source ?? '').replaceAll(/=\r?\n/gu, '');
  expect(source).toContain('Compte en pause : camille@exemple.fr');
  expect(source).toContain('queue resume --account camille@exemple.fr');
  expect(source).not.toContain(LEAKED);
});

test('parked rows are named, with the command that has them tried again', () => {
  const { subject, text, html } = composeQueueNotice(PARKED, textsFor('en'), 'Europe/Paris');
  expect(subject).toBe('1 SIRET parked: three workers vanished — raccord worker, production');
  expect(text).toContain('raccord queue retry --siret 73282932000074');
  expect(html).toContain('raccord queue retry --siret 73282932000074');
});

test('what the portal said is no markup in the mail, and a pause that ends says until when', () => {
  const notice: QueueNotice = { ...PAUSED, until: '2026-11-27T09:15:00.000Z' };
  const { html, text } = composeQueueNotice(notice, textsFor('en'), 'Europe/Paris');
  expect(html).not.toContain('<b>no');
  expect(text).toMatch(/Until +\S* ?.*10:15/u);
});

test('nothing is sent where nobody is to be told', async () => {
  expect(await send(PARKED, {})).toEqual([]);
});
