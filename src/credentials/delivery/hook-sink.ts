import type { HookSinkConfig } from '../../config/delivery-settings.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Redactor } from '../../secrets/redactor.ts';
import { runHook, type HookResult } from './hook-process.ts';
import {
  outputTail,
  clearDocument,
  SinkError,
  type DeliveryPayload,
  type Sink,
  type SinkProbe,
} from './sink.ts';
import { hookSinkName } from './sink-names.ts';
import type { Texts } from '../../messages/texts.ts';
import { jsonText } from '../../domain/json.ts';

export interface HookParts {
  readonly clock: Clock;
  readonly redactor: Redactor;
  readonly texts: Texts['delivery'];
}

/** Milliseconds before the second and the third attempt. */
const PAUSES = [1_000, 5_000] as const;

/** A program of the operator that receives each credential as JSON on its standard input. */
export class HookSink implements Sink {
  readonly name: string;
  readonly #config: HookSinkConfig;
  readonly #parts: HookParts;
  /** After a credential whose attempts all failed, the next one is tried only once. */
  #pauses: readonly number[] = PAUSES;

  constructor(config: HookSinkConfig, parts: HookParts) {
    this.name = hookSinkName(config);
    this.#config = config;
    this.#parts = parts;
  }

  async deliver(handed: DeliveryPayload, signal: AbortSignal): Promise<void> {
    const input = `${jsonText(clearDocument(handed))}\n`;
    const pauses = this.#pauses;
    for (let attempt = 1; ; attempt += 1) {
      const end = await runHook(this.#config, input);
      if (end.exitCode === 0) break;
      const pause = pauses[attempt - 1];
      if (pause !== undefined) await this.#parts.clock.sleep(pause, signal);
      if (pause === undefined || signal.aborted) {
        this.#pauses = [];
        throw this.#failure(end, attempt);
      }
    }
    this.#pauses = PAUSES;
  }

  /**
   * Checks the shell syntax of the line without running it, and looks up its program: the hook
   * would store any input it is given.
   */
  async probe(): Promise<SinkProbe> {
    const { name } = this;
    if (process.platform === 'win32') return { did: name, isTried: false };
    const { line, file } = this.#config;
    const reads = await runHook({ ...this.#config, args: ['-n', '-c', line] }, '');
    if (reads.exitCode !== 0) throw this.#failure(reads, 1);
    // The first plain word; a line that starts with `if` or `A=1 …` is left to the shell.
    const [word = ''] = /^[\w./~-]+(?=\s|$)/u.exec(line.trim()) ?? [];
    if (word === '') return { did: `${file} -n`, isTried: false };
    const finds = await runHook({ ...this.#config, args: ['-c', `command -v ${word}`] }, '');
    if (finds.exitCode === 0) return { did: `${file} -n; command -v`, isTried: false };
    throw new SinkError(this.#parts.texts.hook.notStarted('command not found'), { isDown: true });
  }

  #failure(end: HookResult, attempts: number): SinkError {
    const { redactor, texts } = this.#parts;
    const { hook } = texts;
    const words = outputTail(end.said, redactor);
    const said = words === '' ? '' : hook.said(words);
    if (end.notStarted !== undefined) {
      return new SinkError(hook.notStarted(end.notStarted), { isDown: true });
    }
    if (end.isOverdue === true) {
      const seconds = this.#config.timeoutMs / 1000;
      return new SinkError(hook.timeout(seconds, attempts) + said, { isDown: true });
    }
    const how =
      end.exitCode === undefined
        ? hook.signal(end.signal ?? '', attempts)
        : hook.exit(end.exitCode, attempts);
    return new SinkError(how + said);
  }
}
