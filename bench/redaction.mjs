// How long the redactor takes for a log line, with few and with many known secrets.
//   npm run build && node bench/redaction.mjs
import { randomBytes } from 'node:crypto';
import { Secret } from '../dist/src/secrets/secret.js';
import { Redactor } from '../dist/src/secrets/redactor.js';

const LINES = 20_000;
const line = JSON.stringify({
  level: 30,
  time: new Date(0).toISOString(),
  step: 'read-connections',
  siret: '73282932000074',
  msg: 'step ended '.repeat(20),
});

for (const secrets of [1, 100, 2_000]) {
  const redactor = new Redactor();
  for (let n = 0; n < secrets; n += 1) {
    redactor.add(new Secret(randomBytes(9).toString('base64')), 'password');
  }
  const start = process.hrtime.bigint();
  for (let n = 0; n < LINES; n += 1) redactor.redact(line);
  const microseconds = Number(process.hrtime.bigint() - start) / 1_000 / LINES;
  console.log(
    `${secrets} secrets: ${microseconds.toFixed(1)} µs for a line of ${line.length} bytes`,
  );
}
