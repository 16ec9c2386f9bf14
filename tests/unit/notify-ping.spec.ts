import { systemClock } from '../../src/domain/clock.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { registerNotificationSecrets } from '../../src/reporting/notify/channels.ts';
import { RunPing } from '../../src/reporting/notify/ping.ts';
import { fetchOver } from '../../src/outbound/fetch-over.ts';
import { DIRECT, type Network } from '../../src/config/network.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { expect, listTo, test } from './notify-fixtures.ts';

const CHECK = '0f3c8a2e-aaaa-4bbb-8ccc-1234567890ab';

interface Line {
  message: string;
  fields: JsonObject;
}

function pingTo(url: string, lines: Line[] = [], network: Network = DIRECT): RunPing {
  return new RunPing({ url: new Secret(url) }, 'batch', {
    ...{ clock: systemClock, logger: listTo(lines), texts: textsFor('en').notify },
    fetch: fetchOver(network),
    limits: { attemptMs: 500, pauseMs: 1 },
  });
}

test('a run is told at its start and, by its exit code, at its end, in this order', async ({
  webSink,
}) => {
  const sink = await webSink([200]);
  const ping = pingTo(`${sink.url}/${CHECK}`);
  ping.began();
  ping.ended(0);
  ping.began();
  ping.ended(5);
  ping.ended(undefined);
  await ping.drained();
  expect(sink.posts.map(({ path }) => path)).toEqual(
    ['/start', '', '/start', '/5', '/fail'].map((end) => `/${CHECK}${end}`),
  );
  expect(sink.posts.map(({ body }) => body)).toEqual([
    'raccord batch',
    'raccord batch: exit code 0',
    'raccord batch',
    'raccord batch: exit code 5',
    'raccord batch: killed',
  ]);
});

test('what follows the path stays behind it', async ({ webSink }) => {
  const sink = await webSink([200]);
  const ping = pingTo(`${sink.url}/key/nightly/?create=1`);
  ping.began();
  await ping.drained();
  expect(sink.posts[0]?.path).toBe('/key/nightly/start?create=1');
});

test('a service at fault is asked once more, then it is logged without the address', async ({
  webSink,
}) => {
  const sink = await webSink([503]);
  const lines: Line[] = [];
  const ping = pingTo(`${sink.url}/${CHECK}`, lines);
  ping.began();
  await ping.drained();
  expect(sink.posts).toHaveLength(2);
  expect(lines).toEqual([
    {
      message: 'the monitoring service could not be notified of the run',
      fields: { host: new URL(sink.url).host, reason: 'HTTP 503' },
    },
  ]);
});

test('a service that is not there ends nothing, and its address is in no log', async ({
  webSink,
}) => {
  const sink = await webSink();
  await sink.close();
  const url = `${sink.url}/${CHECK}`;
  const lines: Line[] = [];
  const ping = pingTo(url, lines);
  ping.began();
  ping.ended(0);
  await ping.drained();
  expect(lines).toHaveLength(2);
  const redactor = new Redactor();
  registerNotificationSecrets(redactor, { ping: { url: new Secret(url) } });
  expect(redactor.redact(`GET /${CHECK}/start`)).not.toContain(CHECK);
  expect(JSON.stringify(lines)).not.toContain(CHECK);
});

test('a service that hangs keeps no run waiting', async ({ webSink }) => {
  const sink = await webSink(['hang']);
  const ping = pingTo(`${sink.url}/${CHECK}`);
  ping.began();
  // It is the end of the schedule alone that waits, and not for long.
  await ping.drained();
  expect(sink.posts.length).toBeGreaterThan(0);
});

test('a ping goes through the proxy', async () => {
  const network: Network = { https: { server: 'http://127.0.0.1:9' }, exceptions: [] };
  const lines: Line[] = [];
  const ping = pingTo(`https://hc-ping.com/${CHECK}`, lines, network);
  ping.began();
  await ping.drained();
  expect(JSON.stringify(lines)).toMatch(/127\.0\.0\.1:9/u);
});
