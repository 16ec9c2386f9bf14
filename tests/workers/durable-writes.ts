/**
 * The durable writes of a worker, in their order, as `database-hook` names them: a table of the shared
 * database with what the row is about, an offer of the engine's, a sealed file.
 */

/** From its start to the plan of a roster. */
const BEFORE_SIRETS = [
  'queue_workers',
  'queue_workers seen_at',
  'leases',
  'shared_settings',
  'canaries',
  'canaries deleted',
  'runs',
  'steps sign-in began for no SIRET',
  'sign_ins accepted',
  'steps sign-in ended for no SIRET',
  'steps open-connections began for no SIRET',
  'steps open-connections ended for no SIRET',
  'steps read-connections began for no SIRET',
  'steps read-connections ended for no SIRET',
  'steps open-account-form began for no SIRET',
  'steps open-account-form ended for no SIRET',
  'steps choose-structure began for no SIRET',
  'steps choose-structure ended for no SIRET',
] as const;

/** For each SIRET. */
const OF_A_SIRET = [
  'queue_rows running',
  'steps open-connections began',
  'steps open-connections ended',
  'steps read-connections began',
  'events connection not-seen',
  'steps read-connections ended',
  'steps fill-declaration began',
  'steps fill-declaration ended',
  'steps submit-declaration began',
  'events connection intended, application_names',
  'events connection accepted',
  'steps submit-declaration ended',
  'steps confirm-connection began',
  'events connection confirmed',
  'steps confirm-connection ended',
  'steps open-account-form began',
  'steps open-account-form ended',
  'steps choose-structure began',
  'events account not-seen',
  'steps choose-structure ended',
  'steps capture-credential began',
  'sealed file',
  'sealed folder',
  'events account sealed, sealed',
  'steps capture-credential ended',
  'steps submit-account began',
  'events account intended',
  'events account accepted',
  'steps submit-account ended',
  'steps confirm-account began',
  'events account confirmed',
  'steps confirm-account ended',
  'queue_rows done',
] as const;

/** For a SIRET whose worker met a fault. */
const TAKING_OVER = [
  'events connection settled-absent, application_names deleted',
  'queue_rows waiting',
  'events account settled-absent',
] as const;

/** After the last SIRET. */
const AFTER_SIRETS = [
  'runs sirets',
  'runs ended_at',
  'leases holder',
  'offer taken',
  'offer settled',
  'queue_workers deleted',
] as const;

/** Those of a worker that nothing disturbs. */
export const UNDISTURBED = [...BEFORE_SIRETS, ...OF_A_SIRET, ...AFTER_SIRETS];

/** Those of workers that take over from each other. */
export const DURABLE_WRITES = [...BEFORE_SIRETS, ...OF_A_SIRET, ...TAKING_OVER, ...AFTER_SIRETS];
