import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Secret } from '../../src/secrets/secret.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { expect, mailTo, SUMMARY, test, webhookAt } from './notify-fixtures.ts';

const TOKEN = 'T0K3N-abcdefghijklmnop';
const SIGNING = 'a secret of many signs';

test('a webhook gets the summary as JSON, with a text that chat servers show', async ({
  webSink,
  tell,
}) => {
  const sink = await webSink();
  const { lines, log } = await tell(webhookAt(`${sink.url}/hooks/${TOKEN}`));
  const [post] = sink.posts;
  expect(post?.path).toBe(`/hooks/${TOKEN}`);
  expect(post?.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8' });
  expect(post?.headers).not.toHaveProperty('x-raccord-signature');
  const { text, ...facts } = JSON.parse(post!.body) as { text: string };
  expect(text).toMatch(
    /^2 of 40 SIRETs failed\n\nMachine +srv-01, \/srv\/raccord\nCommand +raccord batch\n/u,
  );
  expect(facts).toEqual({ event: 'run-ended', version: 1, ...SUMMARY, failuresLeftOut: 0 });
  expect(lines[0]?.message).toBe('the notification of the end of the run was sent');
  expect(log).not.toContain(TOKEN);
});

test('a secret signs what is sent', async ({ webSink, tell }) => {
  const sink = await webSink();
  await tell(webhookAt(sink.url, SIGNING));
  const { headers, body } = sink.posts[0]!;
  const signature = createHmac('sha256', SIGNING).update(body).digest('hex');
  expect(headers['x-raccord-signature']).toBe(`sha256=${signature}`);
});

test('a server at fault is asked once more, with the same delivery', async ({ webSink, tell }) => {
  const sink = await webSink([503, 204]);
  const { lines } = await tell(webhookAt(sink.url));
  expect(lines[0]?.message).toBe('the notification of the end of the run was sent');
  const [first, second] = sink.posts;
  expect(sink.posts).toHaveLength(2);
  expect(second?.body).toBe(first?.body);
  expect(second?.headers['x-raccord-delivery']).toBe(first?.headers['x-raccord-delivery']);
});

test('one that takes no more for now is asked once more, when it says', async ({
  webSink,
  tell,
}) => {
  const sink = await webSink([429, 204], { 'Retry-After': '0.3' });
  const began = performance.now();
  const { lines } = await tell(webhookAt(sink.url));
  expect(performance.now() - began).toBeGreaterThanOrEqual(295);
  expect(lines[0]?.message).toBe('the notification of the end of the run was sent');
  const busy = await webSink([429], { 'Retry-After': '3600' });
  const late = await tell(webhookAt(busy.url), { limits: { allMs: 200 } });
  expect(late.lines[0]?.message).toBe('the notification of the end of the run could not be sent');
  expect(busy.posts).toHaveLength(1);
});

test('it is asked no third time', async ({ webSink, tell }) => {
  const sink = await webSink([500]);
  const { lines } = await tell(webhookAt(sink.url));
  expect(sink.posts).toHaveLength(2);
  expect(lines[0]).toMatchObject({
    message: 'the notification of the end of the run could not be sent',
    fields: { channel: 'webhook', reason: 'HTTP 500' },
  });
});

for (const status of [404, 302]) {
  test(`an answer of ${String(status)} is final, and followed nowhere`, async ({
    webSink,
    tell,
  }) => {
    const sink = await webSink([status]);
    const { lines } = await tell(webhookAt(sink.url));
    expect(sink.posts).toHaveLength(1);
    expect(lines[0]?.fields).toMatchObject({ reason: `HTTP ${String(status)}` });
  });
}

test('a server that does not answer is cut off at each attempt', async ({ webSink, tell }) => {
  const sink = await webSink(['hang', 204]);
  const { lines } = await tell(webhookAt(sink.url), { limits: { webhookAttemptMs: 200 } });
  expect(lines[0]?.message).toBe('the notification of the end of the run was sent');
  expect(sink.posts).toHaveLength(2);
});

test('all together takes no longer than its limit', async ({ webSink, mailSink, tell }) => {
  const web = await webSink(['hang']);
  const mail = await mailSink({ answer: () => undefined });
  const began = Date.now();
  const { lines } = await tell(
    { ...webhookAt(web.url), ...mailTo(mail.port) },
    { limits: { allMs: 300 } },
  );
  expect(lines.map(({ fields }) => fields['channel']).sort()).toEqual(['smtp', 'webhook']);
  expect(lines.every(({ message }) => message.endsWith('could not be sent'))).toBe(true);
  expect(Date.now() - began).toBeLessThan(3_000);
});

test('a certificate that nobody vouches for is told as one, with what to do', async ({
  selfSigned,
  tell,
}) => {
  const server = createServer(selfSigned, (_, response) => response.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { lines } = await tell(webhookAt(`https://127.0.0.1:${String(port)}/hook`));
  expect(lines[0]?.fields['reason']).toMatch(/self-signed.*NODE_EXTRA_CA_CERTS/u);
  server.close();
});

test('a server that is not there is only logged, without the address', async ({
  webSink,
  tell,
}) => {
  const sink = await webSink();
  await sink.close();
  const { lines, log } = await tell(webhookAt(`${sink.url}/hooks/${TOKEN}?key=${TOKEN}`, SIGNING));
  expect(lines[0]?.fields).toMatchObject({ host: sink.url.slice('http://'.length) });
  expect(log).toContain('ECONNREFUSED');
  expect(log).not.toContain('hooks');
});

test('a secret in a failure’s text is gone, and JSON stays JSON', async ({ webSink, tell }) => {
  const redactor = new Redactor();
  redactor.add(new Secret('pass"word\\1234'), 'password');
  const sink = await webSink();
  await tell(webhookAt(sink.url), {
    redactor,
    summary: { failures: [{ ...SUMMARY.failures[0]!, what: 'typed pass"word\\1234 there' }] },
  });
  const { body } = sink.posts[0]!;
  expect(redactor.redact(body)).toBe(body);
  expect(JSON.parse(body)).toMatchObject({ failures: [{ what: 'typed [password] there' }] });
});

test('where nothing is configured nothing is told, nor logged', async ({ tell }) => {
  expect((await tell({})).lines).toEqual([]);
});
