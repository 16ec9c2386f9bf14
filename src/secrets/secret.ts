import { inspect } from 'node:util';

/**
 * A value that must never be printed. It shows as `[secret]` wherever it lands by accident:
 * string conversion, JSON, `console.log`. It is no `JsonValue`, so the compiler also refuses it
 * in logs, events and `--json` documents. Only {@link Secret.reveal} gives the value back.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Every caller is a place to review. */
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
