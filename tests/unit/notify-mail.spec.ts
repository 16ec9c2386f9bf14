import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Secret } from '../../src/secrets/secret.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { expect, mailTo, SUMMARY, test } from './notify-fixtures.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';

/** A part of a message with its encoding undone. */
function decoded(source: string, type: 'text/plain' | 'text/html' | 'text/csv'): string {
  const part = source.split(/^--.*$/mu).find((one) => one.includes(`Content-Type: ${type}`)) ?? '';
  const [head = '', ...body] = part.trim().split('\n\n');
  const text = body.join('\n\n');
  if (/base64/u.test(head)) return Buffer.from(text, 'base64').toString('utf8');
  const bytes = text
    .replace(/=\n/gu, '')
    .replace(/=([0-9A-F]{2})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return /quoted-printable/u.test(head) ? Buffer.from(bytes, 'latin1').toString('utf8') : text;
}

test('a mail goes to all, the outcome first in its subject', async ({ mailSink, tell, folder }) => {
  await writeFile(join(folder, 'report.csv'), '"SIRET"\r\n');
  const sink = await mailSink();
  const { lines } = await tell(mailTo(sink.port), { summary: { reportFolder: folder } });
  expect(lines).toEqual([
    {
      message: 'the notification of the end of the run was sent',
      fields: { channel: 'smtp', host: `127.0.0.1:${String(sink.port)}` },
    },
  ]);
  const [mail] = sink.mails;
  expect(mail).toMatchObject({
    from: 'raccord@exemple.fr',
    to: ['ops@exemple.fr', 'chef@exemple.fr'],
  });
  const source = mail!.source;
  expect(source).toMatch(/^Subject: =\?UTF-8\?Q\?2_of_40_SIRETs_failed_/mu);
  expect(source).toMatch(/^Auto-Submitted: auto-generated$/mu);
  expect(decoded(source, 'text/plain')).toBe(`2 of 40 SIRETs failed

Machine                   srv-01, /srv/raccord
Command                   raccord batch
Portal                    portail.chorus-pro.gouv.fr (production)
Began                     2026-11-23 22:00:00 (Europe/Paris)
Ended                     2026-11-23 23:12:30 (Europe/Paris)
Took                      1 h 12 min
Connections and accounts  created 60, existing 16, failed 4
In order                  38 of 40 SIRETs: nothing to do there
Exit code                 1
Report                    ${folder}

What to do next, in this order, on srv-01 in /srv/raccord
  1. Check the SIRET, and who its manager is.
     73282932000074
       raccord plan --siret 73282932000074
  2. Run the command again.
       raccord batch --input clients.csv --yes

Failures
  73282932000074  STRUCTURE_NOT_OFFERED
    The portal does not offer this structure.
    Expected: the SIRET in the list
    Found: "LYON", "LILLE"
  73282932000017  PORTAL_UNAVAILABLE
    The portal answered <503> & closed.

Sent by raccord. It never sends a password.`);
  const html = decoded(source, 'text/html');
  expect(html).toContain('<h1 style="font-size:1.3em">2 of 40 SIRETs failed</h1>');
  expect(html).toContain('The portal answered &#60;503&#62; &#38; closed.');
});

test('the report’s rows go with the mail, unless a secret is in them', async ({
  mailSink,
  tell,
  folder,
}) => {
  const rows = '\uFEFF"SIRET";"Code"\r\n"73282932000074";"STRUCTURE_NOT_OFFERED"\r\n';
  await writeFile(join(folder, 'report.csv'), rows);
  const sink = await mailSink();
  await tell(mailTo(sink.port), { summary: { reportFolder: folder } });
  const [mail] = sink.mails;
  expect(mail!.source).toContain('Content-Disposition: attachment; filename=report.csv');
  expect(decoded(mail!.source, 'text/csv')).toBe(rows);

  const redactor = new Redactor();
  redactor.add(new Secret('STRUCTURE_NOT_OFFERED'), 'password');
  const leaking = await tell(mailTo(sink.port), { redactor, summary: { reportFolder: folder } });
  expect(sink.mails[1]!.source).not.toContain('report.csv');
  expect(leaking.lines[0]).toEqual({
    message: 'the rows of the report were not attached to the mail',
    fields: { reason: 'secret-in-it' },
  });
  const errors = [{ code: 'LEAK_FOUND', what: 'a secret was found' }];
  await tell(mailTo(sink.port), { summary: { reportFolder: folder, errors } });
  expect(sink.mails[2]!.source).not.toContain('report.csv');
});

test('in French, with why the run stopped', async ({ mailSink, tell }) => {
  const sink = await mailSink();
  await tell(mailTo(sink.port), {
    texts: textsFor('fr'),
    summary: {
      ...{ exitCode: 3, stoppedBecause: 'le portail est fermé', failures: [] },
      sirets: { all: 40, failed: 0, left: 12 },
      inOrder: 28,
    },
  });
  const text = decoded(sink.mails[0]!.source, 'text/plain');
  expect(text).toMatch(/^Portail indisponible, après 28 SIRET\n/u);
  expect(text).toMatch(/^Arrêté +le portail est fermé$/mu);
  expect(text).toMatch(/^En ordre +28 SIRET sur 40 : rien à y faire$/mu);
  expect(text).toMatch(/^Non commencés +12 SIRET : le prochain passage les reprend$/mu);
  expect(text).toContain('Que faire, dans cet ordre, sur srv-01 dans /srv/raccord\n  1. ');
  expect(text).not.toContain('Échecs');
});

test('many failures are cut short', async ({ mailSink, tell }) => {
  const sink = await mailSink();
  const failures = Array.from({ length: 50 }, () => SUMMARY.failures[0]!);
  await tell(mailTo(sink.port), { summary: { failures } });
  const text = decoded(sink.mails[0]!.source, 'text/plain');
  expect(text.match(/STRUCTURE_NOT_OFFERED/gu)).toHaveLength(20);
  expect(text).toContain('and 30 more: see the report');
});

test('a secret in a failure’s text is gone, wherever it stands', async ({ mailSink, tell }) => {
  const secret = 'Zq7<&"mot  de\n passe';
  const redactor = new Redactor();
  redactor.add(new Secret(secret), 'password');
  const sink = await mailSink();
  await tell(mailTo(sink.port), {
    redactor,
    summary: {
      stoppedBecause: `it said ${secret}`,
      reportFolder: `/srv/${encodeURIComponent(secret)}`,
      failures: [{ ...SUMMARY.failures[0]!, what: `typed "${secret}"\nSubject: mine` }],
    },
  });
  const { source } = sink.mails[0]!;
  const whole = `${source}${decoded(source, 'text/plain')}${decoded(source, 'text/html')}`;
  expect(redactor.redact(whole)).toBe(whole);
  expect(whole).toContain('typed "[password]"');
  expect(source).not.toMatch(/^Subject: mine/mu);
});

test('a recipient that the server refuses is told, though the others got the mail', async ({
  mailSink,
  tell,
}) => {
  const sink = await mailSink({
    answer: (command) =>
      command.startsWith('RCPT TO:<chef@') ? '550 5.1.1 no such user' : usual(command),
  });
  const { lines } = await tell(mailTo(sink.port));
  expect(sink.mails).toHaveLength(1);
  expect(lines).toEqual([
    {
      message: 'the notification of the end of the run could not be sent',
      fields: expect.objectContaining({
        reason: 'chef@exemple.fr: 550 5.1.1 no such user',
      }) as unknown,
    },
  ]);
});

test('user and password are given, and are in no log', async ({ mailSink, tell }) => {
  const sink = await mailSink({ login: true });
  await tell(mailTo(sink.port, 'ops:p%40ss%2Fword!@'));
  expect(sink.mails[0]?.login).toBe('ops p@ss/word!');
  const refusing = await mailSink({
    login: true,
    answer: (command) => (command.startsWith('AUTH') ? `535 not "p@ss/word!"` : usual(command)),
  });
  const { log, lines } = await tell(mailTo(refusing.port, 'ops:p%40ss%2Fword!@'));
  expect(lines[0]?.message).toBe('the notification of the end of the run could not be sent');
  expect(log).toContain('[RACCORD_SMTP_URL]');
  expect(log).not.toContain('p@ss');
});

test('a relay whose certificate nobody vouches for is told as one, with what to do', async ({
  mailSink,
  selfSigned,
  tell,
}) => {
  const sink = await mailSink({ certificate: selfSigned });
  const { lines } = await tell(mailTo(sink.port));
  expect(lines[0]).toMatchObject({
    message: 'the notification of the end of the run could not be sent',
    fields: { reason: expect.stringMatching(/self-signed.*NODE_EXTRA_CA_CERTS/u) },
  });
  const inFrench = await tell(mailTo(sink.port), { texts: textsFor('fr') });
  expect(inFrench.log).toMatch(/certificat.*n’est pas accepté.*NODE_EXTRA_CA_CERTS/u);
  expect(sink.mails).toEqual([]);
});

test('a server that is not there is only logged', async ({ tell }) => {
  const { log, lines } = await tell(mailTo(await closedPort()));
  expect(lines).toHaveLength(1);
  expect(log).toContain('ECONNREFUSED');
});

test('a server that says nothing is cut off, and its connection with it', async ({
  mailSink,
  tell,
}) => {
  for (const silentAt of ['', 'EHLO', 'DATA', '.']) {
    const sink = await mailSink({
      answer: (command) =>
        silentAt === '' || command.startsWith(silentAt) ? undefined : usual(command),
    });
    const began = Date.now();
    const { lines } = await tell(mailTo(sink.port), { limits: { allMs: 300 } });
    expect(lines[0]?.message).toBe('the notification of the end of the run could not be sent');
    expect(Date.now() - began).toBeLessThan(3_000);
  }
  await expect.poll(socketsToLoopback).toBe(0);
});

/** What the sink answers by itself. */
function usual(command: string): string {
  if (command === '') return '220 sink';
  if (command.startsWith('EHLO')) return '250-sink\r\n250 AUTH PLAIN';
  return command.startsWith('DATA') ? '354 go on' : '250 ok';
}

/** This process's connections that are still open, on either end. */
function socketsToLoopback(): number {
  const resources = process.getActiveResourcesInfo();
  return resources.filter((name) => name === 'TCPSocketWrap').length;
}

async function closedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}
