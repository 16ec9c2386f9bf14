import type { ErrorCode } from '../errors/error-details.ts';
import type { AnyRaccordError } from '../errors/raccord-error.ts';
import type { EnrolmentResult } from '../domain/outcome.ts';
import type { RenewalResult } from '../domain/renewal-outcome.ts';
import type { Siret } from '../domain/siret.ts';
import type { Step } from '../domain/step-names.ts';

/** Shows the progress of a run to a person. */
export interface Progress {
  stepBegan(step: Step, siret: Siret | undefined): void;
  stepEnded(step: Step, siret: Siret | undefined, durationMs: number): void;
  stepFailed(step: Step, siret: Siret | undefined, error: AnyRaccordError): void;
  /** The Inspector is open and waits for the person, before a step or on an error. */
  paused(step: Step, siret: Siret | undefined, code?: ErrorCode): void;
  resumed(step: Step, siret: Siret | undefined): void;
  /** Called after a SIRET was planned: `done` of `all`. */
  planned(siret: Siret, done: number, all: number): void;
  enrolled(result: EnrolmentResult): void;
  renewed(result: RenewalResult): void;
}
