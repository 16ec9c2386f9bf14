import { hostname } from 'node:os';
import type { ApplicationFinding, ApplicationVerification } from '../piste/findings.ts';
import { probeApplication } from '../piste/probe-application.ts';
import type { PisteClient } from '../piste/piste-client.ts';
import type { LocalConfig } from '../config/config.ts';
import { sinkNames } from '../credentials/delivery/sink-names.ts';
import { SinkError, type Sink } from '../credentials/delivery/sink.ts';
import { sinksOf } from '../credentials/delivery/outbox.ts';
import { systemClock } from '../domain/clock.ts';
import {
  describeFailure,
  registerChannelSecrets,
  notifyChannels,
} from '../reporting/notify/channels.ts';
import { mailHost } from '../reporting/notify/mail.ts';
import { ping, pingHost } from '../reporting/notify/ping.ts';
import { testMessage } from '../reporting/notify/message.ts';
import { webhookHost } from '../reporting/notify/webhook.ts';
import { fetchOver } from '../outbound/fetch-over.ts';
import type { Redactor } from '../secrets/redactor.ts';
import type { Check } from './doctor-report.ts';
import type { Texts } from '../messages/texts.ts';

type ServiceCheck = Omit<Check, 'section'>;

/** The checks that contact a service; the others are only listed. */
export interface EnabledChecks {
  readonly notify: boolean;
  readonly deliver: boolean;
  readonly api: boolean;
}

export interface ServiceParts {
  readonly redactor: Redactor;
  readonly texts: Texts;
  readonly piste: () => PisteClient;
}

/**
 * Checks the services that a nightly run relies on besides the portal: mail, webhook and monitoring
 * receive a test message, each sink is probed, the API is called without a technical account.
 */
export async function checkServices(
  config: LocalConfig,
  trials: EnabledChecks,
  parts: ServiceParts,
): Promise<ServiceCheck[]> {
  return [
    ...(await checkNotifications(config, trials.notify, parts)),
    ...(await checkSinks(config, trials.deliver, parts)),
    ...(await checkApi(config, trials.api, parts)),
  ];
}

async function checkNotifications(
  config: LocalConfig,
  isTried: boolean,
  { redactor, texts }: ServiceParts,
): Promise<ServiceCheck[]> {
  const { mail, webhook, ping: watcher } = config.notify;
  if (!isTried) {
    return [
      ...(mail === undefined ? [] : [untried('mail', mailHost(mail), '--notify')]),
      ...(webhook === undefined ? [] : [untried('webhook', webhookHost(webhook), '--notify')]),
      ...(watcher === undefined ? [] : [untried('ping', pingHost(watcher), '--notify')]),
    ];
  }
  if (mail === undefined && webhook === undefined && watcher === undefined) {
    return [absent('mail', 'RACCORD_SMTP_URL, RACCORD_WEBHOOK_URL, RACCORD_PING_URL')];
  }
  const at = systemClock.now();
  const told = await notifyChannels(config, testMessage(hostname(), at, texts), { redactor });
  return [
    ...told.map(({ channel, host, reason }) =>
      tried(
        channel === 'smtp' ? 'mail' : 'webhook',
        host,
        reason && redactor.redact(describeFailure(reason, texts)),
      ),
    ),
    ...(watcher === undefined ? [] : [await checkPing(config, redactor)]),
  ];
}

/** Pings `/log`, which sends a message to the monitoring service and does not change its state. */
async function checkPing(config: LocalConfig, redactor: Redactor): Promise<ServiceCheck> {
  const { notify, network } = config;
  if (notify.ping === undefined) throw new Error('no watching service is configured');
  registerChannelSecrets(redactor, config);
  const options = { fetch: fetchOver(network), clock: systemClock };
  try {
    await ping(notify.ping, 'log', 'raccord doctor --notify: a test', options);
    return tried('ping', `${pingHost(notify.ping)} /log`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return tried('ping', `${pingHost(notify.ping)} /log`, redactor.redact(reason));
  }
}

async function checkSinks(
  { delivery, network }: LocalConfig,
  isTried: boolean,
  { redactor, texts }: ServiceParts,
): Promise<ServiceCheck[]> {
  const names = sinkNames(delivery);
  if (!isTried) return names.map((name) => untried(checkOf(name), name, '--deliver'));
  if (names.length === 0) {
    const variables = 'RACCORD_DELIVER_FOLDER, RACCORD_VAULT_URL, RACCORD_DELIVER_HOOK';
    return [absent('sink-folder', variables)];
  }
  const parts = { clock: systemClock, redactor, texts: texts.delivery, network };
  const checks: ServiceCheck[] = [];
  for (const sink of sinksOf(delivery, parts)) checks.push(await checkSink(sink, redactor));
  return checks;
}

async function checkSink(sink: Sink, redactor: Redactor): Promise<ServiceCheck> {
  const name = checkOf(sink.name);
  try {
    const { did, isTried } = await sink.probe();
    return isTried ? tried(name, did) : { name, result: 'not-looked', found: did };
  } catch (error) {
    if (!(error instanceof SinkError)) throw error;
    return tried(name, sink.name, redactor.redact(error.message));
  }
}

/** Returns the kind of sink: `folder` for `folder:/srv/handed-over`. */
function checkOf(sink: string): 'sink-folder' | 'sink-vault' | 'sink-hook' {
  const kinds = { folder: 'sink-folder', vault: 'sink-vault', hook: 'sink-hook' } as const;
  return kinds[sink.split(':')[0] as keyof typeof kinds];
}

async function checkApi(
  { piste }: LocalConfig,
  isTried: boolean,
  { redactor, piste: clientOf }: ServiceParts,
): Promise<ServiceCheck[]> {
  if (!isTried) {
    return piste === undefined ? [] : [untried('api', new URL(piste.apiUrl).host, '--api')];
  }
  if (piste === undefined) {
    return [absent('api', 'CHORUS_PISTE_CLIENT_ID, CHORUS_PISTE_CLIENT_SECRET')];
  }
  const found = await probeApplication(clientOf());
  return [{ name: 'api', result: apiResult(found), found: factsOf(found, redactor) }];
}

/** An application that lacks one API still works for the others. */
function apiResult(found: ApplicationFinding): Check['result'] {
  if (found.kind !== 'application-works') return 'mistake';
  return found.refusedApis.length > 0 ? 'warning' : 'good';
}

/** Returns the finding and the answer to each request: `…works, POST /cpro/…: HTTP 401`. */
function factsOf({ kind, steps, ...found }: ApplicationVerification, redactor: Redactor): string {
  const refused = 'refusedApis' in found ? found.refusedApis : [];
  const last = steps.at(-1);
  const said =
    last?.status === undefined ? (last?.silenceCode ?? last?.silence ?? '') : `HTTP ${last.status}`;
  const answer = last && `${last.request}: ${said}`;
  const parts = [kind, ...(refused.length > 0 ? [`403: ${refused.join(', ')}`] : []), answer];
  return redactor.redact(parts.filter((part) => part !== undefined).join('; '));
}

function tried(name: ServiceCheck['name'], place: string, reason?: string): ServiceCheck {
  if (reason === undefined) return { name, result: 'good', found: place };
  return { name, result: 'mistake', found: `${place}: ${reason}` };
}

function untried(name: ServiceCheck['name'], place: string, flag: string): ServiceCheck {
  return { name, result: 'not-looked', found: `${place} (${flag})` };
}

function absent(name: ServiceCheck['name'], variables: string): ServiceCheck {
  return { name, result: 'mistake', found: `${variables}: missing` };
}
