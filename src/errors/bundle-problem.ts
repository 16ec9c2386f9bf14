import type { ResourceState } from '../domain/enrolment.ts';
import type { Siret } from '../domain/siret.ts';

/** The reason why a sealed bundle is not imported. */
export type BundleProblem =
  // The file as a whole.
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'other-portal'; readonly portal: string; readonly own: string }
  // One of its credentials.
  | { readonly kind: 'twice'; readonly siret: Siret }
  | { readonly kind: 'digest'; readonly siret: Siret }
  | { readonly kind: 'content'; readonly siret: Siret; readonly reason: string }
  | { readonly kind: 'state'; readonly siret: Siret; readonly state: ResourceState }
  | { readonly kind: 'later'; readonly siret: Siret }
  | { readonly kind: 'renewed'; readonly siret: Siret }
  | { readonly kind: 'file-there'; readonly siret: Siret; readonly file: string };
