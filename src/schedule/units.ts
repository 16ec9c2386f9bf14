import type { Texts } from '../messages/en/texts.en.ts';

/** The schedulers that raccord can write units for. */
export const TARGETS = ['systemd', 'cron', 'task-scheduler'] as const;

export type Target = (typeof TARGETS)[number];

/** What a unit needs to know of this installation; no secret among it. Paths are absolute. */
export interface UnitFacts {
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
  /** What the run must be able to read under people's home folders. */
  readonly readable: readonly string[];
  /** Where it writes besides `home`: where credentials are delivered. */
  readonly writable: readonly string[];
  /**
   * Where what writes on the portal keeps its locks; absent where the unit's user is not the one that
   * prints it.
   */
  readonly stateFolder?: string;
  /** True where it needs the administrator's password. */
  readonly signsIn: boolean;
  /** What the run needs in its environment besides `.env`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds that a step in hand may take to end. */
  readonly drainMs: number;
  readonly now: Date;
  readonly texts: Texts['schedule']['units'];
}

/** `raccord-batch`: what the unit is called. */
export function unitName({ line }: UnitFacts): string {
  return `raccord-${line[0] ?? ''}`;
}
