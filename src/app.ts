import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Person } from '../flows/sign-in.ts';
import type { Config } from './config/config.ts';
import type { Clock } from './domain/clock.ts';
import type { ExitCode } from './domain/errors.ts';
import { acquireLease } from './ledger/lease.ts';
import { thisProcess } from './ledger/process-identity.ts';
import { openLedger, type Ledger } from './ledger/ledger.ts';
import type { Logger } from './log/logger.ts';
import type { Texts } from './messages/texts-en.ts';
import type { Redactor } from './redaction/redactor.ts';
import { checkForLeaks } from './run/leak-check.ts';
import type { Progress } from './run/progress.ts';
import { Robot, type DebugOptions } from './run/robot.ts';
import { makePrivateFolder } from './files/durable-file.ts';
import { findFingerprintKey, findRecipients } from './vault/keys.ts';
import { openVault, type Vault } from './vault/vault.ts';

/** How long a holder of the lock may be silent before it counts as dead, in milliseconds. */
const LEASE_TTL = 30_000;

/** What a command hands in, besides its configuration. */
export interface AppParts {
  readonly version: string;
  readonly clock: Clock;
  readonly redactor: Redactor;
  readonly logger: Logger;
  readonly texts: Texts;
}

export interface RobotOptions {
  /** The command's name, for the ledger. */
  readonly command: string;
  readonly progress: Progress;
  readonly person: Person;
  readonly debug: DebugOptions;
  readonly signal: AbortSignal;
}

/** Puts the parts together: the one place where everything is handed to everything. */
export class App {
  readonly #config: Config;
  readonly #parts: AppParts;

  constructor(config: Config, parts: AppParts) {
    this.#config = config;
    this.#parts = parts;
    if (config.password !== undefined) parts.redactor.add(config.password, 'CHORUS_PASSWORD');
    if (config.totpSecret !== undefined) parts.redactor.add(config.totpSecret, 'CHORUS_TOTP_SECRET');
  }

  /** Opens the ledger of this home and portal for reading and writing, and closes it afterwards. */
  async withLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
    const ledger = await this.#openLedger(newRunId(this.#parts.clock));
    try {
      return await work(ledger);
    } finally {
      await ledger.close();
    }
  }

  /** The vault; makes a key pair on first use where no recipient is configured, and says so. */
  async vault(): Promise<Vault> {
    const { home, recipients: configured, portalUrl } = this.#config;
    const { clock, logger, texts } = this.#parts;
    await makePrivateFolder(home);
    const { recipients, identityMade } = await findRecipients({ configured, home, clock });
    if (identityMade !== undefined) {
      logger.warn({ file: identityMade }, texts.warnings.keyMade(identityMade));
    }
    return openVault({
      folder: join(home, 'vault'),
      portal: portalUrl.hostname,
      recipients,
      fingerprintKey: await findFingerprintKey(home),
      clock,
    });
  }

  /**
   * Runs work with a robot: the lock is taken, the vault proven writable, the browser started; at
   * the end all is closed and what was written is searched for secrets.
   *
   * @param work gives the command's exit code.
   * @throws RaccordError HOME_LOCKED, VAULT_UNWRITABLE, BROWSER_NOT_FOUND, LEAK_FOUND and others.
   */
  async withRobot(
    options: RobotOptions,
    work: (robot: Robot, ledger: Ledger) => Promise<ExitCode>,
  ): Promise<ExitCode> {
    const { home } = this.#config;
    const runId = newRunId(this.#parts.clock);
    const vault = await this.vault();
    const ledger = await this.#openLedger(runId);
    const files = ['ledger.db', 'ledger.db-wal'].map((name) => join(home, name));
    try {
      const lease = await acquireLease(ledger, 'writer', {
        ttlMs: LEASE_TTL,
        holder: thisProcess(),
      });
      try {
        await vault.probe();
        await ledger.beginRun({ command: options.command, version: this.#parts.version });
        const robot = await Robot.start({
          ...this.#parts,
          ...options,
          config: this.#config,
          runId,
          ledger,
          lease,
          vault,
        });
        let exitCode: ExitCode = 1;
        try {
          exitCode = await work(robot, ledger);
          return exitCode;
        } finally {
          await robot.close();
          await ledger.endRun(exitCode);
        }
      } finally {
        await lease.release();
      }
    } finally {
      await ledger.close();
      await checkForLeaks(join(home, 'evidence', runId), files, this.#parts.redactor);
    }
  }

  async #openLedger(runId: string): Promise<Ledger> {
    const { home, portalUrl } = this.#config;
    return openLedger({
      file: join(home, 'ledger.db'),
      portal: portalUrl.hostname,
      clock: this.#parts.clock,
      runId,
    });
  }
}

/** Sorts by time and is unique: the name of a run's evidence folder. */
function newRunId(clock: Clock): string {
  const time = clock.now().toISOString().replace(/[-:]|\.\d+/gu, '');
  return `${time}-${randomBytes(2).toString('hex')}`;
}
