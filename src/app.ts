import { join } from 'node:path';
import { PisteClient } from './piste/piste-client.ts';
import type { Config } from './config/config.ts';
import type { Clock } from './domain/clock.ts';
import { missingSetting } from './errors/config-problem.ts';
import { RaccordError } from './errors/raccord-error.ts';
import type { ExitCode } from './errors/exit-code.ts';
import { exitCodeOfError, markErrorsAfterWrite } from './errors/to-raccord-error.ts';
import { acquireAccountLock } from './ledger/lease/account-lock.ts';
import { acquireAccountLease, acquireWholeLease } from './ledger/lease/account-lease.ts';
import { probeDatabase } from './ledger/database/canary.ts';
import { acquireLease, leaseFor, type Lease } from './ledger/lease/lease.ts';
import { LEDGER_FILE, ledgerPlaceOf } from './ledger/home-ledger.ts';
import { openLedger, openLedgerToRead, type Ledger, type LedgerPlace } from './ledger/ledger.ts';
import { joinMachines, settingsFor } from './ledger/database/shared-settings.ts';
import type { Logger } from './log/logger.ts';
import type { Redactor } from './secrets/redactor.ts';
import { copySealedFiles, copySealedFilesOf } from './credentials/vault/sealed-files.ts';
import { removeOldRecords } from './files/old-records.ts';
import { passwordVerifier } from './robot/password-verifier.ts';
import type { KeepOpen, RobotParts } from './robot/robot-parts.ts';
import type { Robot } from './robot/robot.ts';
import {
  withBrowserKeptOpen,
  withCleanup,
  withLease,
  withLeakScan,
  withRecordedRun,
} from './scopes.ts';
import type { WrittenByRun } from './secrets/check-for-leaks.ts';
import { fetchOver } from './outbound/fetch-over.ts';
import { databaseSecrets } from './config/database-address.ts';
import { proxySecrets } from './config/network.ts';
import { makePrivateFolder } from './files/durable-file.ts';
import { findFingerprintKey, findRecipients, type Identity } from './credentials/keys/key-files.ts';
import {
  openSealed,
  openVault,
  readSealed,
  sealedFile,
  vaultPlaceOf,
  vaultFolderOf,
  type Vault,
} from './credentials/vault/vault.ts';
import type { Texts } from './messages/texts.ts';
import type { VerifyPasswords } from '../flows/tools.ts';
import type { Secret } from './secrets/secret.ts';
import type { Siret } from './domain/siret.ts';
import { newRunId } from './ledger/journals/run-rows.ts';

/** Parts that a command provides in addition to its configuration. */
export interface AppParts {
  readonly version: string;
  readonly clock: Clock;
  readonly redactor: Redactor;
  readonly logger: Logger;
  readonly texts: Texts;
}

/** What a command gives to its robot, in addition to the parts of the application. */
export interface RobotOptions extends Pick<
  RobotParts,
  'progress' | 'person' | 'teacher' | 'debug' | 'signal' | 'readOnly' | 'minIntervalMs' | 'until'
> {
  /** The command's name, as recorded in the ledger. */
  readonly command: string;
  /**
   * Signs in and does nothing else on the portal. It may wait long for a person and shares nothing
   * with another home, so runs there neither block it nor are blocked by it.
   */
  readonly signsInOnly?: boolean;
  /** The private key. With it and a configured API, uncertain passwords are verified. */
  readonly identity?: Identity;
  /** Present if the browser stays open after the run. */
  readonly keepOpen?: KeepOpen;
}

/** Creates the parts of the application and passes each its dependencies. */
export class App {
  readonly #config: Config;
  readonly #parts: AppParts;

  constructor(config: Config, parts: AppParts) {
    this.#config = config;
    this.#parts = parts;
    for (const [secret, label] of secretsOf(config)) parts.redactor.add(secret, label);
  }

  /** Opens the ledger of this home and portal, and closes it afterwards. */
  async withLedger<T>(
    work: (ledger: Ledger) => Promise<T>,
    runId = newRunId(this.#parts.clock),
  ): Promise<T> {
    const ledger = await this.openLedgerAt(ledgerPlaceOf(this.#config), runId);
    return withCleanup(
      async () => {
        await copySealedFiles(ledger, vaultFolderOf(this.#config));
        return work(ledger);
      },
      () => ledger.close(),
    );
  }

  /**
   * Opens the ledger of this home and portal without creating or changing it, and closes it
   * afterwards.
   * @param work receives `undefined` if there is no ledger yet.
   */
  async readingLedger<T>(work: (ledger: Ledger | undefined) => Promise<T>): Promise<T> {
    const ledger = await openLedgerToRead({
      ...ledgerPlaceOf(this.#config),
      portal: this.#config.portalUrl.hostname,
      clock: this.#parts.clock,
    });
    return withCleanup(
      () => work(ledger),
      () => ledger?.close() ?? Promise.resolve(),
    );
  }

  /** Opens a ledger at another place than the configured one; the caller closes it. */
  openLedgerAt(place: LedgerPlace, runId: string): Promise<Ledger> {
    return openLedger({
      ...place,
      portal: this.#config.portalUrl.hostname,
      clock: this.#parts.clock,
      runId,
      readSealed: (siret, sealed) =>
        readSealed(sealedFile(vaultFolderOf(this.#config), siret, sealed), sealed),
    });
  }

  /**
   * Returns the vault. Without a recipient, creates a key pair on first use and reports it.
   * @param ledger the ledger whose sealed files it holds; absent if none is opened.
   */
  async vault(ledger?: Ledger): Promise<Vault> {
    const { home, recipients: configured, portalUrl } = this.#config;
    const { clock, logger, texts } = this.#parts;
    await makePrivateFolder(home);
    const { recipients, identityMade } = await findRecipients({ configured, home, clock });
    if (identityMade !== undefined) {
      logger.warn({}, texts.warnings.keyMade(identityMade));
    }
    return openVault({
      folder: vaultFolderOf(this.#config),
      portal: portalUrl.hostname,
      recipients,
      fingerprintKey: await findFingerprintKey(home),
      clock,
      bring: async (siret) => {
        if (ledger !== undefined) await this.bringSealed(siret, ledger);
      },
    });
  }

  /** Brings what other machines sealed for a SIRET into the vault. Throws as `Vault.bring`. */
  bringSealed(siret: Siret, ledger: Ledger): Promise<void> {
    return copySealedFilesOf(siret, ledger, vaultFolderOf(this.#config));
  }

  /**
   * Runs work that delivers credentials, one process at a time; other runs may go on.
   * @throws RaccordError HOME_LOCKED if another process is delivering.
   */
  withDeliveryLock<T>(ledger: Ledger, work: (lost: AbortSignal) => Promise<T>): Promise<T> {
    return withLease(acquireLease(ledger, 'deliverer', leaseFor('deliver')), ({ signal }) =>
      work(signal),
    );
  }

  /**
   * Returns a client of the official API for the configured application.
   * @throws RaccordError CONFIG_INVALID if no application is configured, PLAIN_HTTP.
   */
  piste(signal: AbortSignal): PisteClient {
    const { piste, network } = this.#config;
    const { clock, redactor } = this.#parts;
    if (piste === undefined) {
      const problems = ['CHORUS_PISTE_CLIENT_ID', 'CHORUS_PISTE_CLIENT_SECRET'].map((name) =>
        missingSetting(name),
      );
      throw new RaccordError('CONFIG_INVALID', { problems });
    }
    return new PisteClient({
      ...piste,
      clock,
      signal,
      fetch: fetchOver(network),
      registerSecret: (secret, label) => {
        redactor.add(secret, label);
      },
    });
  }

  /**
   * Runs work with a robot, under the home's lock (in a shared ledger, the account's) and, if it
   * may write, this machine's lock on the portal account. The vault is tested for writing first; at
   * the end everything is closed and the files written are searched for secrets.
   *
   * @param work returns the command's exit code.
   * @throws RaccordError HOME_LOCKED, ACCOUNT_LOCKED, MACHINE_DIFFERS, VAULT_UNWRITABLE,
   * BROWSER_NOT_FOUND, LEAK_FOUND and others.
   */
  async withRobot(
    options: RobotOptions,
    work: (robot: Robot, ledger: Ledger) => Promise<ExitCode>,
  ): Promise<ExitCode> {
    const runId = newRunId(this.#parts.clock);
    let started: Robot | undefined;
    const inRun = (robot: Robot, ledger: Ledger): Promise<ExitCode> => {
      started = robot;
      return work(robot, ledger);
    };
    const locked = (ledger: Ledger): Promise<ExitCode> =>
      withLease(this.#acquireWriter(ledger, options.command), async (lease) => {
        const driven = async (): Promise<ExitCode> => {
          // Under the lock: otherwise these could be the old keys of a rotation in progress.
          await joinMachines(ledger, await settingsFor(ledger, this.#config.recipients));
          const vault = await this.vault(ledger);
          await vault.probe();
          await probeDatabase(ledger.backend);
          // Again: the previous holder of the lock may have sealed something since.
          await copySealedFiles(ledger, vaultFolderOf(this.#config));
          const parts = { ...options, runId, ledger: ledger.under(lease), lease, vault };
          return this.#withBrowser(parts, inRun);
        };
        const { readOnly = false, signsInOnly = false } = options;
        return withCleanup(
          () =>
            readOnly || signsInOnly ? driven() : this.#withAccountLock(options.command, driven),
          () => removeOldRecords(this.#config, this.#parts),
        );
      });
    try {
      return await markErrorsAfterWrite(
        () => started?.hasWritten === true,
        () =>
          withLeakScan(this.#writtenBy(runId), this.#parts.redactor, () =>
            this.withLedger(locked, runId),
          ),
      );
    } catch (error) {
      if (started === undefined) throw error;
      // A secret in the written files is found only after the run has ended.
      return withCleanup(
        () => {
          throw error;
        },
        () => this.withLedger((ledger) => ledger.endRun(exitCodeOfError(error)), runId),
      );
    }
  }

  /**
   * Runs work under the home's lock, without a browser, and records it as a run of its own.
   *
   * @param work returns the command's exit code.
   * @param options.changesRecipients true if the work changes the recipients of all machines.
   * @throws RaccordError HOME_LOCKED, MACHINE_DIFFERS; LEASE_LOST if a record comes too late.
   */
  async withLock(
    command: string,
    work: (ledger: Ledger, lease: Lease) => Promise<ExitCode>,
    { changesRecipients = false } = {},
  ): Promise<ExitCode> {
    return this.withLedger((ledger) =>
      withLease(acquireWholeLease(ledger, leaseFor(command)), async (lease) => {
        const own = ledger.under(lease);
        const { portal } = own;
        await joinMachines(
          own,
          changesRecipients ? { portal } : await settingsFor(own, this.#config.recipients),
        );
        await copySealedFiles(own, vaultFolderOf(this.#config));
        return withRecordedRun(own, this.#run(command), () => work(own, lease));
      }),
    );
  }

  /** Runs work under the home's lock without recording a run, for removing or copying files. */
  withHomeLocked<T>(command: string, work: (ledger: Ledger) => Promise<T>): Promise<T> {
    return this.withLedger((ledger) =>
      withLease(acquireWholeLease(ledger, leaseFor(command)), () => work(ledger)),
    );
  }

  /** Takes the lease of the configured account, or of the whole ledger if a person signs in. */
  #acquireWriter(ledger: Ledger, command: string): Promise<Lease> {
    const { portalUrl, login } = this.#config;
    const options = leaseFor(command);
    return login === undefined
      ? acquireWholeLease(ledger, options)
      : acquireAccountLease(ledger, { portal: portalUrl.host, login }, options);
  }

  /** Runs work while no other process of this user writes with the same portal account. */
  async #withAccountLock<T>(command: string, work: () => Promise<T>): Promise<T> {
    const { stateFolder: folder, portalUrl, login, home } = this.#config;
    const { clock } = this.#parts;
    const place = { folder, portal: portalUrl.host, login, home };
    const lock = await acquireAccountLock({ ...place, command, clock });
    return withCleanup(work, () => lock.release());
  }

  /** Starts a robot, runs work with it, and closes it afterwards. */
  async #withBrowser(
    parts: Omit<RobotParts, keyof AppParts | 'config'> & RobotOptions,
    work: (robot: Robot, ledger: Ledger) => Promise<ExitCode>,
  ): Promise<ExitCode> {
    const { ledger, command, keepOpen, identity, ...rest } = parts;
    return withRecordedRun(ledger, this.#run(command), async () => {
      // Imported here: Playwright takes a second to load, and most commands need no browser.
      const { Robot } = await import('./robot/robot.ts');
      const robot = await Robot.start({
        ...this.#parts,
        ...rest,
        ledger,
        config: this.#config,
        verifyPasswords: identity && this.#passwordVerifier(identity, ledger, rest.signal),
      });
      return markErrorsAfterWrite(
        () => robot.hasWritten,
        () =>
          withCleanup(
            () => withBrowserKeptOpen(robot, keepOpen, () => work(robot, ledger)),
            () => robot.close(),
          ),
      );
    });
  }

  #run(command: string): { readonly command: string; readonly version: string } {
    return { command, version: this.#parts.version };
  }

  /** Returns everything that a run may write. */
  #writtenBy(runId: string): WrittenByRun {
    const { home, database } = this.#config;
    const rows = (): Promise<string> => this.withLedger((ledger) => ledger.rowsToScan(), runId);
    return {
      database: database && { place: 'RACCORD_DATABASE_URL', rows },
      evidence: join(home, 'evidence', runId),
      reports: [join(home, 'reports', runId), join(home, 'doctor', runId)],
      ledger: [LEDGER_FILE, `${LEDGER_FILE}-wal`].map((name) => join(home, name)),
    };
  }

  /** Returns a verifier of an account's passwords, if the API is configured. */
  #passwordVerifier(
    identity: Identity,
    ledger: Ledger,
    signal: AbortSignal,
  ): VerifyPasswords | undefined {
    if (this.#config.piste === undefined) return undefined;
    const { clock, logger } = this.#parts;
    return passwordVerifier({
      client: this.piste(signal),
      clock,
      readyAfterMs: this.#config.readyAfterMs,
      verifications: ledger.verifications,
      logger,
      open: async (siret, sealed) => {
        await this.bringSealed(siret, ledger);
        return openSealed(vaultPlaceOf(this.#config), siret, sealed, identity);
      },
    });
  }
}

/** Returns the configured secrets, each with the name under which it is redacted. */
function secretsOf(config: Config): (readonly [Secret, string])[] {
  const { password, network, database, totpSecret, piste } = config;
  const named = (label: string, secrets: readonly (Secret | undefined)[]) =>
    secrets.flatMap((secret) => (secret === undefined ? [] : [[secret, label] as const]));
  return [
    ...named('CHORUS_PASSWORD', [password]),
    ...named('proxy password', proxySecrets(network)),
    ...named('RACCORD_DATABASE_URL', database === undefined ? [] : databaseSecrets(database)),
    ...named('CHORUS_TOTP_SECRET', [totpSecret]),
    ...named('CHORUS_PISTE_CLIENT_SECRET', [piste?.clientSecret]),
  ];
}
