import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PisteClient } from './piste/piste-client.ts';
import type { Config } from './config/config.ts';
import { safeMessage } from './errors/safe-message.ts';
import type { Clock } from './domain/clock.ts';
import { missingSetting } from './errors/config-problem.ts';
import { type AnyRaccordError, RaccordError } from './errors/raccord-error.ts';
import type { ExitCode } from './errors/exit-code.ts';
import {
  exitCodeOfError,
  toRaccordError,
  markErrorsAfterWrite,
} from './errors/to-raccord-error.ts';
import { acquireAccountLock } from './ledger/lease/account-lock.ts';
import { acquireAccountLease, acquireWholeLease } from './ledger/lease/account-lease.ts';
import { probeDatabase } from './ledger/database/canary.ts';
import { acquireLease, type Lease, type LeaseOptions } from './ledger/lease/lease.ts';
import { thisProcess } from './ledger/lease/process-identity.ts';
import { endsOfMove, LEDGER_FILE, ledgerPlaceOf, setAsideMoved } from './ledger/home-ledger.ts';
import { openLedger, openLedgerToRead, type Ledger, type LedgerPlace } from './ledger/ledger.ts';
import {
  expectLikeOthers,
  joinMachines,
  type SharedSettings,
} from './ledger/database/shared-settings.ts';
import type { CredentialEntry, SealedCredential } from './domain/credential.ts';
import type { Siret } from './domain/siret.ts';
import type { Logger } from './log/logger.ts';
import type { Redactor } from './secrets/redactor.ts';
import { copySealedFiles } from './credentials/vault/sealed-files.ts';
import { moveLedger, type MoveResult } from './ledger/move-ledger.ts';
import { findOldRecords, removeRecords } from './files/old-records.ts';
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
import type { IsSealedThere } from './status/status-snapshot.ts';
import { databaseSecrets } from './config/database-address.ts';
import { proxySecrets } from './config/network.ts';
import { makePrivateFolder } from './files/durable-file.ts';
import {
  findFingerprintKey,
  findRecipients,
  validRecipients,
  type Identity,
} from './credentials/keys/key-files.ts';
import {
  openSealed,
  openVault,
  readSealed,
  sealedFile,
  type OpenedCredential,
  type Vault,
} from './credentials/vault/vault.ts';
import type { Texts } from './messages/texts.ts';
import type { VerifyPasswords } from '../flows/tools.ts';

/** Time without a renewal after which the holder of a lock counts as dead, in milliseconds. */
const LEASE_TTL = 30_000;

export const VAULT_FOLDER = 'vault';

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
    if (config.password !== undefined) parts.redactor.add(config.password, 'CHORUS_PASSWORD');
    for (const secret of proxySecrets(config.network)) parts.redactor.add(secret, 'proxy password');
    if (config.database !== undefined)
      for (const secret of databaseSecrets(config.database))
        parts.redactor.add(secret, 'RACCORD_DATABASE_URL');
    if (config.totpSecret !== undefined)
      parts.redactor.add(config.totpSecret, 'CHORUS_TOTP_SECRET');
    if (config.piste !== undefined)
      parts.redactor.add(config.piste.clientSecret, 'CHORUS_PISTE_CLIENT_SECRET');
  }

  /** Opens the ledger of this home and portal, and closes it afterwards. */
  async withLedger<T>(
    work: (ledger: Ledger) => Promise<T>,
    runId = newRunId(this.#parts.clock),
  ): Promise<T> {
    const ledger = await this.#openAt(ledgerPlaceOf(this.#config), runId);
    return withCleanup(
      async () => {
        await copySealedFiles(ledger, this.vaultFolder);
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

  #openAt(place: LedgerPlace, runId: string): Promise<Ledger> {
    return openLedger({
      ...place,
      portal: this.#config.portalUrl.hostname,
      clock: this.#parts.clock,
      runId,
      readSealed: (siret, sealed) =>
        readSealed(sealedFile(this.vaultFolder, siret, sealed), sealed),
    });
  }

  /**
   * Moves the home's ledger into the configured database, holding the locks of both, and sets its
   * file aside.
   * @returns the moved data and the new place of the file.
   * @throws RaccordError CONFIG_INVALID if one of them is missing, HOME_LOCKED, MACHINE_DIFFERS,
   * and as `moveLedger`.
   */
  async moveLedger(): Promise<{ readonly moved: MoveResult; readonly kept: string }> {
    const { file, url } = endsOfMove(this.#config);
    const runId = newRunId(this.#parts.clock);
    const under = <T>(ledger: Ledger, work: () => Promise<T>): Promise<T> =>
      withLease(acquireWholeLease(ledger, leaseFor('ledger move')), () =>
        withLease(acquireLease(ledger, 'deliverer', leaseFor('ledger move')), work),
      );
    const source = await this.#openAt({ file }, runId);
    const moved = await withCleanup(
      async () => {
        const target = await this.#openAt({ url }, runId);
        return withCleanup(
          () =>
            under(source, () =>
              under(target, async () => {
                await joinMachines(target, await this.#sharedSettings(target));
                return moveLedger(source, target, this.vaultFolder);
              }),
            ),
          () => target.close(),
        );
      },
      () => source.close(),
    );
    return { moved, kept: await setAsideMoved(this.#config.home) };
  }

  /** Returns the vault. Without a recipient, creates a key pair on first use and reports it. */
  async vault(): Promise<Vault> {
    const { home, recipients: configured, portalUrl } = this.#config;
    const { clock, logger, texts } = this.#parts;
    await makePrivateFolder(home);
    const { recipients, identityMade } = await findRecipients({ configured, home, clock });
    if (identityMade !== undefined) {
      logger.warn({}, texts.warnings.keyMade(identityMade));
    }
    return openVault({
      folder: this.vaultFolder,
      portal: portalUrl.hostname,
      recipients,
      fingerprintKey: await findFingerprintKey(home),
      clock,
    });
  }

  /** Opens a credential; needs no public key and creates none. Throws as `Vault.open` does. */
  openCredential(
    siret: Siret,
    sealed: SealedCredential,
    identity: Identity,
  ): Promise<OpenedCredential> {
    const portal = this.#config.portalUrl.hostname;
    return openSealed({ folder: this.vaultFolder, portal }, siret, sealed, identity);
  }

  /**
   * Returns a credential's sealed file, an armored age file; needs no key and creates none.
   * @throws RaccordError VAULT_DAMAGED if the file differs from what was sealed.
   */
  async sealedText(siret: Siret, sealed: SealedCredential): Promise<string> {
    const bytes = await readSealed(sealedFile(this.vaultFolder, siret, sealed), sealed);
    return bytes.toString('utf8');
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

  /** Returns false if a credential's sealed file is missing; does not check its content. */
  isSealedThere(siret: Siret, sealed: SealedCredential): boolean {
    return existsSync(sealedFile(this.vaultFolder, siret, sealed));
  }

  /** Returns the same check for a shared ledger, whose files may not have been copied here yet. */
  async sealedIn(ledger: Ledger): Promise<IsSealedThere> {
    const copies = ledger.backend.isShared ? await ledger.sealedCopies() : [];
    const held = new Set(copies.map((copy) => sealedFile('', copy.siret, copy)));
    return (siret, sealed) =>
      held.has(sealedFile('', siret, sealed)) || this.isSealedThere(siret, sealed);
  }

  /** Returns an error for each missing or altered sealed file; needs no key and creates none. */
  async damagedCredentials(entries: readonly CredentialEntry[]): Promise<AnyRaccordError[]> {
    const folder = this.vaultFolder;
    const looked = await Promise.all(
      entries.map(({ siret, credential }) =>
        readSealed(sealedFile(folder, siret, credential), credential).then(
          () => undefined,
          toRaccordError,
        ),
      ),
    );
    return looked.filter((error) => error !== undefined);
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
      withLease(this.#writer(ledger, options.command), async (lease) => {
        const driven = async (): Promise<ExitCode> => {
          // Under the lock: otherwise these could be the old keys of a rotation in progress.
          await joinMachines(ledger, await this.#sharedSettings(ledger));
          const vault = await this.vault();
          await vault.probe();
          await probeDatabase(ledger.backend);
          // Again: the previous holder of the lock may have sealed something since.
          await copySealedFiles(ledger, this.vaultFolder);
          const parts = { ...options, runId, ledger: ledger.under(lease), lease, vault };
          return this.#withBrowser(parts, inRun);
        };
        const { readOnly = false, signsInOnly = false } = options;
        return withCleanup(
          () =>
            readOnly || signsInOnly ? driven() : this.#withAccountLock(options.command, driven),
          () => this.#removeOldRecords(),
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
        () => this.concludeRun(runId, exitCodeOfError(error)),
      );
    }
  }

  /** Records the exit code of a run's command if it changed after the run. */
  async concludeRun(runId: string, exitCode: ExitCode): Promise<void> {
    await this.withLedger((ledger) => ledger.endRun(exitCode), runId);
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
        await joinMachines(own, changesRecipients ? { portal } : await this.#sharedSettings(own));
        await copySealedFiles(own, this.vaultFolder);
        return withRecordedRun(own, this.#run(command), () => work(own, lease));
      }),
    );
  }

  /** Runs work under the home's lock without recording a run, for removing or copying files. */
  withHomeLocked<T>(command: string, work: () => Promise<T>): Promise<T> {
    return this.withLedger((ledger) =>
      withLease(acquireWholeLease(ledger, leaseFor(command)), work),
    );
  }

  /** Removes the records of old runs, if this is configured. */
  async #removeOldRecords(): Promise<void> {
    const { home, keepMs } = this.#config;
    if (keepMs === undefined) return;
    const { clock, logger, texts } = this.#parts;
    try {
      const old = await findOldRecords(home, clock.now(), keepMs);
      await removeRecords(old);
      if (old.length > 0) logger.info({ folders: old.length }, texts.keeping.cleaned);
    } catch (error) {
      // The work itself is complete; the next run tries again.
      logger.warn({ reason: safeMessage(error) }, texts.keeping.notCleaned);
    }
  }

  /** The folder of the sealed credentials. */
  get vaultFolder(): string {
    return join(this.#config.home, VAULT_FOLDER);
  }

  /**
   * Returns the settings that all machines sharing the ledger must have in common.
   * @throws RaccordError RECIPIENT_INVALID, so that a typing error is not required of all machines.
   */
  async #sharedSettings({ portal, backend }: Ledger): Promise<SharedSettings> {
    if (!backend.isShared) return { portal };
    return { portal, recipients: await validRecipients(this.#config.recipients) };
  }

  /** @throws RaccordError MACHINE_DIFFERS if this machine's settings differ from the others'. */
  async expectLikeOthers(ledger: Ledger): Promise<void> {
    await expectLikeOthers(ledger, await this.#sharedSettings(ledger));
  }

  /** Takes the lease of the configured account, or of the whole ledger if a person signs in. */
  #writer(ledger: Ledger, command: string): Promise<Lease> {
    const { portalUrl, login } = this.#config;
    const options = leaseFor(command);
    return login === undefined
      ? acquireWholeLease(ledger, options)
      : acquireAccountLease(ledger, { portal: portalUrl.host, login }, options);
  }

  /** Runs work while no other process of this user writes with the same portal account. */
  async #withAccountLock<T>(command: string, work: () => Promise<T>): Promise<T> {
    const { stateFolder: folder, portalUrl, login, home } = this.#config;
    const lock = await acquireAccountLock({
      ...{ folder, portal: portalUrl.host, login, home, command, clock: this.#parts.clock },
    });
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
    const rows = (): Promise<string> => this.withLedger((ledger) => ledger.rowsOfRun(), runId);
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
      open: (siret, sealed) => this.openCredential(siret, sealed, identity),
    });
  }
}

function leaseFor(command: string): LeaseOptions {
  return { ttlMs: LEASE_TTL, holder: thisProcess(), command };
}

/** Returns a unique name for a run's folders, which sorts by time. */
export function newRunId(clock: Clock): string {
  const time = clock
    .now()
    .toISOString()
    .replace(/[-:]|\.\d+/gu, '');
  return `${time}-${randomBytes(2).toString('hex')}`;
}
