import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prometheusText } from '../../src/reporting/metrics/prometheus.ts';
import { expect, ONE, test, TWO } from './delivery-fixtures.ts';

interface Read {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads Prometheus' text format, and fails on a line that is none of it. */
function readMetrics(text: string): Read[] {
  expect(text.endsWith('\n')).toBe(true);
  const described = new Set<string>();
  return text
    .slice(0, -1)
    .split('\n')
    .flatMap((line) => {
      const comment = /^# (?:HELP|TYPE) ([a-z_]+) .+$/u.exec(line);
      if (comment?.[1] !== undefined) {
        described.add(comment[1]);
        return [];
      }
      const sample = /^([a-z_]+)(?:\{(.*)\})? (-?[\d.]+)$/u.exec(line);
      if (sample === null) throw new Error(`not a sample: ${line}`);
      const [, name = '', labels = '', value] = sample;
      expect(described, line).toContain(name);
      const pairs = [...labels.matchAll(/([a-z]+)="((?:[^"\\]|\\["\\n])*)"(?:,|$)/gu)];
      expect(pairs.map(([whole]) => whole).join('')).toBe(labels);
      const unescaped = (escaped: string): string =>
        escaped.replace(/\\(.)/gu, (_, sign: string) => (sign === 'n' ? '\n' : sign));
      return [
        {
          name,
          labels: Object.fromEntries(
            pairs.map(([, key = '', text = '']) => [key, unescaped(text)]),
          ),
          value: Number(value),
        },
      ];
    });
}

test('labels of any signs come back as they were', () => {
  const labels = { sink: 'a "quoted" C:\\new\nline, {x}="y"' };
  const text = prometheusText([
    { name: 'raccord_x', help: 'a\\b\nc', samples: [{ labels, value: 2 }] },
  ]);
  expect(readMetrics(text)).toEqual([{ name: 'raccord_x', labels, value: 2 }]);
});

test('status tells what is undelivered and doubtful, and writes it for Prometheus', async ({
  folder,
  key,
  capture,
  doubtReset,
  onLedger,
  raccord,
}) => {
  await capture(ONE);
  await capture(TWO);
  await onLedger((ledger) =>
    ledger.record(TWO, 'account', { kind: 'doubted', reason: 'not in the list' }),
  );
  await doubtReset(ONE);
  // Nothing can be put there.
  await writeFile(join(folder, 'taken'), '');
  const environment = {
    RACCORD_DELIVER_FOLDER: join(folder, 'taken'),
    RACCORD_DELIVER_RECIPIENTS: key.recipient,
  };
  await raccord(['deliver'], environment);
  const table = await raccord(['status'], environment);
  expect(table.stderr).toContain('In doubt: 2 SIRETs');
  expect(table.stderr).toContain('1 deliveries are pending');
  const json = await raccord(['status', '--json'], environment);
  const { enrolments } = JSON.parse(json.stdout) as {
    enrolments: { siret: string; undelivered: string[]; renewals: unknown[] }[];
  };
  const bySiret = Object.fromEntries(enrolments.map((one) => [one.siret, one.undelivered]));
  expect(bySiret).toEqual({ [ONE]: [expect.stringMatching(/^folder:/u)], [TWO]: [] });

  const renewals = enrolments.map((one) => [one.siret, one.renewals]);
  expect(Object.fromEntries(renewals)).toEqual({
    [ONE]: [{ login: `TECH_1_${ONE}@cpro.fr`, state: 'doubtful' }],
    [TWO]: [],
  });
  const filtered = await raccord(['status', '--state', 'doubtful', '--json'], environment);
  expect(filtered.stdout).toContain(ONE);

  const file = join(folder, 'raccord.prom');
  const { exitCode, stdout } = await raccord(['status', '--metrics', file], environment);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  expect((await stat(file)).mode & 0o777).toBe(0o644);
  const metrics = readMetrics(await readFile(file, 'utf8'));
  const of = (name: string): Read[] => metrics.filter((one) => one.name === `raccord_${name}`);
  const expiry = Date.parse('2028-01-21') / 1000;
  expect(of('credential_expiry_timestamp_seconds')).toHaveLength(2);
  expect(of('credential_expiry_timestamp_seconds')[0]).toMatchObject({
    labels: { siret: ONE, login: `TECH_1_${ONE}@cpro.fr` },
    value: expiry,
  });
  expect(of('last_run_exit_code')).toMatchObject([{ labels: { command: 'deliver' }, value: 1 }]);
  expect(of('doubtful')).toMatchObject([{ value: 2 }]);
  expect(of('undelivered')).toMatchObject([{ value: 1 }]);
  const states = of('enrolment_halves').filter(({ value }) => value > 0);
  expect(states.map(({ labels, value }) => [labels['half'], labels['state'], value])).toEqual([
    ['connection', 'unread', 2],
    ['account', 'done', 1],
    ['account', 'doubtful', 1],
  ]);
});
