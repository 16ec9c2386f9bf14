import { inspect } from 'node:util';

/**
 * A value that must never be printed. Accidental output shows `[secret]`: string conversion, JSON,
 * `console.log`. It is not `Jsonable`, so the compiler also rejects it in logs, events and
 * `--json` documents. Only {@link Secret.reveal} returns the value.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** Returns the value itself. Every caller must be reviewed. */
  reveal(): string {
    return this.#value;
  }

  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  get isEmpty(): boolean {
    return this.#value.length === 0;
  }

  toString(): '[secret]' {
    return '[secret]';
  }

  toJSON(): '[secret]' {
    return '[secret]';
  }

  [inspect.custom](): '[secret]' {
    return '[secret]';
  }
}
