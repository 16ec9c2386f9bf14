import {
  startMailSink,
  type MailSink,
  type MailSinkOptions,
} from '../../fixtures/playwright/mail-sink.ts';
import { test as base } from '../../fixtures/playwright/self-signed.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { startWebSink, type WebSink } from '../../fixtures/playwright/web-sink.ts';
import { DIRECT, type Network } from '../../src/config/network.ts';
import type { NotifyConfig } from '../../src/config/notifications.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { Siret } from '../../src/domain/siret.ts';
import type { WebhookFormat } from '../../src/config/variable-schema.ts';
import type { Logger } from '../../src/log/logger.ts';
import type { NotifyLimits } from '../../src/reporting/notify/channels.ts';
import { sendNotifications } from '../../src/reporting/notify/send-notifications.ts';
import type { RunSummary } from '../../src/reporting/notify/run-summary.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import type { Texts } from '../../src/messages/texts.ts';

export { expect } from '@playwright/test';

export const SUMMARY: RunSummary = {
  command: 'batch',
  host: 'srv-01',
  folder: '/srv/raccord',
  portal: 'portail.chorus-pro.gouv.fr',
  environment: 'production',
  startedAt: '2026-11-23T21:00:00.000Z',
  endedAt: '2026-11-23T22:12:30.000Z',
  exitCode: 1,
  sirets: { all: 40, failed: 2, left: 0 },
  inOrder: 38,
  counts: { created: 60, existing: 16, failed: 4, skipped: 0 },
  next: [
    {
      what: 'Check the SIRET, and who its manager is.',
      sirets: ['73282932000074' as Siret],
      commands: ['raccord plan --siret 73282932000074'],
    },
    {
      what: 'Run the command again.',
      sirets: [],
      commands: ['raccord batch --input clients.csv --yes'],
    },
  ],
  errors: [],
  failures: [
    {
      siret: '73282932000074' as Siret,
      code: 'STRUCTURE_NOT_OFFERED',
      what: 'The portal does not offer this structure.',
      expected: 'the SIRET in the list',
      found: '"LYON", "LILLE"',
    },
    {
      siret: '73282932000017' as Siret,
      code: 'PORTAL_UNAVAILABLE',
      what: 'The portal answered <503> & closed.',
    },
  ],
};

interface Told {
  readonly lines: readonly { readonly message: string; readonly fields: JsonObject }[];
  /** As a log would have it. */
  readonly log: string;
}

interface TellOptions {
  readonly summary?: Partial<RunSummary>;
  readonly redactor?: Redactor;
  readonly texts?: Texts;
  readonly limits?: Partial<NotifyLimits>;
  readonly network?: Network;
}

interface Place {
  readonly mailSink: (options?: MailSinkOptions) => Promise<MailSink>;
  readonly webSink: (...answers: Parameters<typeof startWebSink>) => Promise<WebSink>;
  /** Tells the end of a run and gives back what was logged. */
  readonly tell: (notify: NotifyConfig, options?: TellOptions) => Promise<Told>;
}

export const test = base.extend<Place>({
  mailSink: async ({}, use) => {
    const sinks: MailSink[] = [];
    await use(async (options) => {
      const sink = await startMailSink(options);
      sinks.push(sink);
      return sink;
    });
    await Promise.all(sinks.map((sink) => sink.close()));
  },
  webSink: async ({}, use) => {
    const sinks: WebSink[] = [];
    await use(async (...answers) => {
      const sink = await startWebSink(...answers);
      sinks.push(sink);
      return sink;
    });
    await Promise.all(sinks.map((sink) => sink.close()));
  },
  tell: async ({}, use) => {
    await use(
      async (
        notify,
        {
          summary,
          redactor = new Redactor(),
          texts = textsFor('en'),
          limits,
          network = DIRECT,
        } = {},
      ) => {
        const lines: { message: string; fields: JsonObject }[] = [];
        await sendNotifications(
          { ...SUMMARY, ...summary },
          { notify, timezone: 'Europe/Paris', network },
          {
            ...{ redactor, texts },
            logger: listTo(lines),
            limits: { allMs: 10_000, webhookAttemptMs: 5_000, webhookPauseMs: 1, ...limits },
          },
        );
        const log = lines.map((line) => redactor.redactLine(JSON.stringify(line))).join('\n');
        return { lines, log };
      },
    );
  },
});

export function mailTo(port: number, login = ''): NotifyConfig {
  const server = new Secret(`smtp://${login}127.0.0.1:${String(port)}`);
  return {
    mail: { server, to: ['ops@exemple.fr', 'chef@exemple.fr'], from: 'raccord@exemple.fr' },
  };
}

export function webhookAt(
  url: string,
  secret?: string,
  format: WebhookFormat = 'json',
): NotifyConfig {
  return {
    webhook: {
      url: new Secret(url),
      format,
      ...(secret !== undefined && { secret: new Secret(secret) }),
    },
  };
}

export function listTo(lines: { message: string; fields: JsonObject }[]): Logger {
  const log = (fields: JsonObject, message: string): void => {
    lines.push({ message, fields });
  };
  return { debug: log, info: log, warn: log, error: log, child: () => listTo(lines) };
}
