import type { Siret } from '../domain/siret.ts';
import type { Step } from '../domain/step-names.ts';
import type { ErrorCode, ErrorDetails } from './error-details.ts';
import { ERROR_POLICIES, exitCodeAfter, type ErrorPolicy } from './error-policy.ts';
import type { ExitCode } from './exit-code.ts';

/** The facts about an error that only its callers know. */
export interface ErrorContext {
  readonly step?: Step;
  readonly siret?: Siret;
  /** Whether something was written before. */
  readonly hasWritten?: boolean;
}

/**
 * An error that a person can act on. It carries facts, not sentences: `src/messages/` writes the
 * sentence in the reader's language. Callers add its context on the way up.
 */
export class RaccordError<C extends ErrorCode> extends Error {
  readonly code: C;
  readonly details: ErrorDetails[C];
  #context: ErrorContext = {};

  constructor(code: C, details: ErrorDetails[C], cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'RaccordError';
    this.code = code;
    this.details = details;
  }

  get step(): Step | undefined {
    return this.#context.step;
  }

  get siret(): Siret | undefined {
    return this.#context.siret;
  }

  get policy(): ErrorPolicy {
    return ERROR_POLICIES[this.code];
  }

  get exitCode(): ExitCode {
    return exitCodeAfter(this.code, this.#context.hasWritten === true);
  }

  /** Adds to the context what it lacks: the caller nearest to the failure knows best. */
  addContext({ step, siret, hasWritten }: ErrorContext): this {
    this.#context = {
      step: this.step ?? step,
      siret: this.siret ?? siret,
      hasWritten: this.#context.hasWritten ?? hasWritten,
    };
    return this;
  }
}

/** Any of raccord's errors: a comparison of its `code` narrows its `details`. */
export type AnyRaccordError<C extends ErrorCode = ErrorCode> = {
  [K in C]: RaccordError<K>;
}[C];

/** Checks for raccord's own errors. (`instanceof` alone would leave the code untyped.) */
export function isRaccordError(error: unknown): error is AnyRaccordError {
  return error instanceof RaccordError;
}

/** Several mistakes in one input, reported together so that a person fixes them all at once. */
export class MultipleErrors extends Error {
  readonly errors: readonly AnyRaccordError[];

  constructor(errors: readonly AnyRaccordError[]) {
    super(errors.map(({ code }) => code).join(', '));
    this.name = 'SeveralErrors';
    this.errors = errors;
  }
}
