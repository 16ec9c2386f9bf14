import { expect, test } from '@playwright/test';
import type { DeliveryConfig } from '../../src/config/delivery-settings.ts';
import { describeSink, sinkNames } from '../../src/credentials/delivery/sink-names.ts';

function hookOf(line: string): DeliveryConfig {
  return { hook: { line, file: '/bin/sh', args: [], environment: {}, timeoutMs: 1 } };
}

function shown(line: string): string {
  const delivery = hookOf(line);
  const [name = ''] = sinkNames(delivery);
  return describeSink(name, delivery).replace(/^hook:[\da-f]{8}/u, 'hook');
}

for (const [line, words] of [
  ['/opt/crm/deliver.sh --token abc', 'hook (deliver.sh)'],
  ['deliver', 'hook (deliver)'],
  ['"/opt/my program/send" # each\nexit 0', 'hook (send)'],
  ['# to the CRM\n./send.py', 'hook (send.py)'],
  ['TOKEN=abc /opt/send', 'hook'],
  ['$(cat secret) x', 'hook'],
] as const) {
  test(`the hook ${JSON.stringify(line)} is shown as ${words}`, () => {
    expect(shown(line)).toBe(words);
  });
}

test('another sink, and a hook that is configured no more, keep their names', () => {
  expect(describeSink('vault:x/secret', hookOf('deliver'))).toBe('vault:x/secret');
  expect(describeSink('hook:00000000', hookOf('deliver'))).toBe('hook:00000000');
  expect(describeSink('hook:00000000', {})).toBe('hook:00000000');
});
