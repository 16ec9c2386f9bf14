import { join, resolve } from 'node:path';
import { sourceOf } from '../../config/config.ts';
import { systemClock } from '../../domain/clock.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { rotateKeys, type Rotated } from '../../credentials/keys/rotate-keys.ts';
import { readKeysStatus, type KeysStatus } from '../../credentials/keys/keys-status.ts';
import { initKeys, type InitialKeys } from '../../credentials/keys/key-pairs.ts';
import { IDENTITY_FILE, RECIPIENTS_FILE } from '../../credentials/keys/key-files.ts';
import {
  appOf,
  configOf,
  identityFileOf,
  localConfigOf,
  loggerOf,
  type Command,
  type CommandContext,
} from '../context.ts';
import { hasLedger } from '../../ledger/home-ledger.ts';
import { vaultFolderOf } from '../../credentials/vault/vault.ts';

interface KeysFlags {
  readonly json?: true;
}

export type InitFlags = KeysFlags & {
  readonly output?: string;
  readonly spare?: string;
  readonly recipient?: readonly string[];
};

export type RotateFlags = KeysFlags & {
  readonly newIdentity?: string;
  readonly replace?: readonly string[];
  readonly dryRun?: true;
};

/** `raccord keys init`: creates the operator's key pair and a spare one. */
export const initialiseKeys: Command<InitFlags> = async (context, flags) => {
  const { terminal, texts } = context;
  const { home } = localConfigOf(context, { secrets: false });
  const made = await initKeys({
    home,
    output: inFolder(context, flags.output),
    spare: inFolder(context, flags.spare),
    others: flags.recipient ?? [],
    clock: systemClock,
  });
  const before = (await statusOf(context)).credentials;
  if (flags.json === true) {
    const { recipients, recipientsFile, operator, spare } = made;
    terminal.json({
      recipients,
      recipientsFile,
      identity: operator && { ...operator },
      spare: spare && { ...spare },
    });
    return EXIT.done;
  }
  const { keys } = texts;
  for (const line of [
    ...(made.operator ? [keys.privateKey(made.operator.path, made.operator.recipient)] : []),
    ...(made.spare ? [keys.spareKey(made.spare.path, made.spare.recipient)] : []),
    keys.sealedTo(made.recipients.length, made.recipientsFile),
    ...made.recipients.map((each) => `  ${each}`),
  ]) {
    terminal.out(line);
  }
  const sealedBefore = before.opened + before.refused + before.whole;
  for (const line of nextAfterInit(context, made, sealedBefore)) terminal.err(line);
  return EXIT.done;
};

function nextAfterInit(
  context: CommandContext,
  { operator, spare, recipients }: InitialKeys,
  sealedBefore: number,
): string[] {
  const { keys } = context.texts;
  const source = configuredBy(context);
  const all = recipients.join(',');
  return [
    keys.next,
    ...(source === undefined ? [] : [keys.beaten(source, all)]),
    ...(operator === undefined ? [] : [keys.moveAway(operator.path)]),
    ...(spare === undefined ? [] : [keys.moveSpare(spare.path)]),
    keys.elsewhere(all),
    ...(sealedBefore === 0 ? [] : [keys.rotateNow(sealedBefore)]),
  ];
}

/** `raccord keys show`: shows the recipients, and what the available private key opens. */
export const showKeys: Command<KeysFlags> = async (context, flags) => {
  const { terminal } = context;
  const status = await statusOf(context);
  if (flags.json === true) {
    const { recipients, source, identity, credentials } = status;
    terminal.json({
      recipients,
      source: source === 'configured' ? configuredBy(context) : source,
      identity,
      credentials,
    });
    return EXIT.done;
  }
  for (const line of statusText(context, status)) terminal.out(line);
  return EXIT.done;
};

function statusText(context: CommandContext, status: KeysStatus): string[] {
  const { keys } = context.texts;
  const { home } = localConfigOf(context, { secrets: false });
  const source = configuredBy(context);
  const place =
    source === undefined ? join(home, RECIPIENTS_FILE) : `RACCORD_RECIPIENTS (${source})`;
  return [
    ...(status.source === 'none' ? [keys.sources.none] : [keys.sources.inForce(place)]),
    ...status.recipients.map((recipient) => `  ${recipient}`),
    ...identityText(context, status),
    ...countsText(context, status),
  ];
}

function identityText(
  { texts }: CommandContext,
  { identity: { path, isThere, problem, found, publicKeys, isRecipient } }: KeysStatus,
): string[] {
  const { identity, faults } = texts.keys;
  if (!isThere) return [identity.missing(path)];
  if (problem !== undefined) {
    const why = found === undefined ? problem : faults[found].found;
    return [
      identity.unusable(path, why),
      ...(found === undefined ? [] : [`  ${faults[found].next(path)}`]),
    ];
  }
  return [
    identity.yours(path),
    ...publicKeys.map((key) => `  ${key}`),
    `  ${isRecipient ? identity.isRecipient : identity.notRecipient}`,
  ];
}

function countsText({ texts }: CommandContext, { credentials }: KeysStatus): string[] {
  const { counts } = texts.keys;
  const { opened, refused, whole, damaged, resealed } = credentials;
  const all = opened + refused + whole + damaged;
  if (all === 0) return [counts.none];
  const lines: readonly (readonly [number, (count: number) => string])[] = [
    [opened, counts.opened],
    [refused, counts.refused],
    [whole, counts.unopened],
    [damaged, counts.damaged],
    [resealed, counts.resealed],
  ];
  return [
    counts.all(all),
    ...lines.filter(([count]) => count > 0).map(([count, text]) => text(count)),
    ...(resealed < all - damaged ? [counts.silent] : []),
  ];
}

/** `raccord keys rotate`: reseals every credential, to the current keys or to a new one. */
export const rotate: Command<RotateFlags> = async (context, flags) => {
  const { signal } = context;
  const config = configOf(context, { secrets: false });
  const { home, recipients: configured } = config;
  const app = appOf(context, config, loggerOf(context, false));
  const newIdentity = inFolder(context, flags.newIdentity);
  const identityFile = identityFileOf(config, IDENTITY_FILE);
  const work = async (ledger: Ledger): Promise<ExitCode> => {
    const rotated = await rotateKeys(ledger, {
      ...{ home, configured, identityFile, newIdentity, signal },
      vaultFolder: vaultFolderOf(config),
      replace: flags.replace ?? [],
      dryRun: flags.dryRun === true,
      clock: systemClock,
    });
    const source = configuredBy(context);
    tellRotated(context, flags, rotated, { identityFile, newIdentity, source });
    return exitCodeOf(rotated);
  };
  return app.withLock('keys rotate', work, { changesRecipients: true });
};

interface RotatedPlaces {
  readonly identityFile: string;
  readonly newIdentity: string | undefined;
  readonly source: string | undefined;
}

function tellRotated(
  { terminal, texts }: CommandContext,
  flags: RotateFlags,
  rotated: Rotated,
  { identityFile, newIdentity, source = '' }: RotatedPlaces,
): void {
  const { keys } = texts;
  const { resealed, already, refused, damaged, recipients, keyCount, configuredDiffer } = rotated;
  if (flags.json === true) {
    terminal.json({ ...rotated, dryRun: flags.dryRun === true, newIdentity });
  } else {
    const isPlanned = flags.dryRun === true;
    terminal.out((isPlanned ? keys.wouldRotate : keys.rotated)(resealed, already, keyCount));
  }
  if (refused > 0) terminal.err(keys.refused(refused, identityFile));
  if (damaged > 0) terminal.err(keys.counts.damaged(damaged));
  if (newIdentity === undefined || flags.dryRun === true) return;
  terminal.err(keys.next);
  const all = recipients.join(',');
  if (configuredDiffer) terminal.err(keys.changeRecipients(source, all));
  terminal.err(keys.useNew(newIdentity));
  terminal.err(keys.everywhere(all));
  terminal.err(keys.keepOld(identityFile));
}

/** Returns an error code if a credential was not resealed: a person must look into it. */
function exitCodeOf({ refused, damaged }: Rotated): ExitCode {
  return refused + damaged > 0 ? EXIT.someFailed : EXIT.done;
}

function statusOf(context: CommandContext): Promise<KeysStatus> {
  const config = localConfigOf(context, { secrets: false });
  const { home, recipients: configured } = config;
  return readKeysStatus({
    home,
    configured,
    identityFile: identityFileOf(config, IDENTITY_FILE),
    vaultFolder: vaultFolderOf({ home }),
    withLedger: hasLedger(config) ? (work) => ledgerOf(context, work) : undefined,
  });
}

/** Opens the ledger, whose entries belong to one portal, which must therefore be known. */
function ledgerOf<T>(context: CommandContext, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const config = configOf(context, { secrets: false });
  return appOf(context, config, loggerOf(context, false)).withLedger(work);
}

/** Returns where RACCORD_RECIPIENTS is set, or `undefined` if the home's own keys apply. */
function configuredBy({ processEnvironment }: CommandContext): string | undefined {
  const { environment, folder, profile } = processEnvironment;
  return sourceOf('RACCORD_RECIPIENTS', environment, folder, profile);
}

/** Resolves a path against the working folder of the person who gave it. */
function inFolder(
  { processEnvironment }: CommandContext,
  path: string | undefined,
): string | undefined {
  return path === undefined ? undefined : resolve(processEnvironment.folder, path);
}
