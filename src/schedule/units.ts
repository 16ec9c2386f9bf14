import type { Texts } from '../messages/texts.ts';

/** The schedulers for which raccord can write units. */
export const TARGETS = ['systemd', 'cron', 'task-scheduler'] as const;

export type Target = (typeof TARGETS)[number];

/** The facts of this installation that a unit needs; no secrets. Paths are absolute. */
export interface UnitFacts {
  /** The unit's name, by {@link unitName}. */
  readonly name: string;
  readonly expressions: readonly string[];
  readonly timezone: string;
  /** The command's name and its flags. */
  readonly line: readonly string[];
  readonly node: string;
  /** `bin/raccord.js`. */
  readonly entry: string;
  /** The working folder, where `.env` is. */
  readonly folder: string;
  /** RACCORD_HOME. */
  readonly home: string;
  /** The user that runs it. */
  readonly user: string;
  /** Paths that the run must be able to read, even under people's home folders. */
  readonly readable: readonly string[];
  /** Folders besides `home` that it writes to. */
  readonly writable: readonly string[];
  /** Files and folders that are to be handed over to the unit's user, if another user printed it. */
  readonly handedOver: readonly string[];
  /**
   * Folder of the locks for writing on the portal; absent if the unit's user differs from the
   * current user.
   */
  readonly stateFolder?: string;
  /** True if it needs the administrator's password. */
  readonly signsIn: boolean;
  /** Environment variables that the run needs besides `.env`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds that the current step may take to end. */
  readonly drainMs: number;
  readonly now: Date;
  readonly texts: Texts['schedule']['units'];
}
