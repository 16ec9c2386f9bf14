import { EventEmitter } from 'node:events';
import { expect, test } from '@playwright/test';
import { withOwnSignals } from '../../src/robot/pause-in-inspector.ts';

test('what a library adds to end the process at a signal is taken off again, and nothing else', async () => {
  const process = new EventEmitter();
  const heard: string[] = [];
  const hears = (name: string) => (): void => void heard.push(name);
  process.on('SIGINT', hears('raccord'));
  await withOwnSignals(process, async () => {
    process.on('SIGINT', hears('library'));
    process.once('SIGTERM', hears('library'));
    process.on('exit', hears('library at the exit'));
    await Promise.resolve();
    for (const event of ['SIGINT', 'SIGTERM', 'exit']) process.emit(event);
  });
  expect(heard).toEqual(['raccord', 'library at the exit']);
  process.on('SIGINT', hears('raccord later'));
  process.emit('SIGINT');
  expect(heard.slice(2)).toEqual(['raccord', 'raccord later']);
});
