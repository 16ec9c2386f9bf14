import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { armor, Decrypter } from 'age-encryption';
import { z } from 'zod';
import type { HomeFault } from './case.ts';
import type { Sealed } from './evidence.ts';

const LEDGER = /^ledger\.db/u;

const sealedContent = z.looseObject({
  id: z.string(),
  siret: z.string(),
  login: z.string(),
  password: z.string(),
});

/**
 * Opens every sealed file of a home with its key, whatever the ledger says of it: with the library
 * alone, so that raccord is not its own judge. What was sealed to a key that is gone is left out.
 */
export async function openVaultOf(home: string): Promise<Sealed[]> {
  const identity = await readFile(join(home, 'identity.age-key'), 'utf8').catch(() => '');
  const keys = identity.match(/AGE-SECRET-KEY-[A-Z0-9-]+/gu) ?? [];
  const vault = join(home, 'vault');
  if (!existsSync(vault)) return [];
  const files = await readdir(vault, { recursive: true });
  const sealed = files.filter((file) => file.endsWith('.age')).sort();
  const opened = await Promise.all(sealed.map((file) => openFile(join(vault, file), keys)));
  return opened.flatMap((one) => one ?? []);
}

async function openFile(path: string, keys: readonly string[]): Promise<Sealed | undefined> {
  const decrypter = new Decrypter();
  for (const key of keys) decrypter.addIdentity(key);
  try {
    const sealed = armor.decode(await readFile(path, 'utf8'));
    return sealedContent.parse(JSON.parse(await decrypter.decrypt(sealed, 'text')));
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('no identity matched')) return undefined;
    throw error;
  }
}

/** Keeps a copy of a home that no raccord runs on. */
export async function copyHome(home: string, copy: string): Promise<void> {
  await rm(copy, { recursive: true, force: true });
  if (existsSync(home)) await cp(home, copy, { recursive: true, preserveTimestamps: true });
}

/** Does to a home what a person may do, or a backup: no raccord runs on it. */
export async function spoilHome(home: string, copy: string, fault: HomeFault): Promise<void> {
  const parts = fault.includes('ledger')
    ? LEDGER
    : fault.includes('vault')
      ? /^vault$/u
      : undefined;
  await remove(home, parts);
  if (!fault.startsWith('old')) return;
  for (const name of await listNames(copy, parts)) {
    await cp(join(copy, name), join(home, name), { recursive: true, preserveTimestamps: true });
  }
}

async function remove(home: string, parts: RegExp | undefined): Promise<void> {
  for (const name of await listNames(home, parts)) await rm(join(home, name), { recursive: true });
}

/** Files and folders right in a folder; none where it is missing. */
async function listNames(folder: string, wanted: RegExp = /^/u): Promise<string[]> {
  if (!existsSync(folder)) return [];
  return (await readdir(folder)).filter((name) => wanted.test(name));
}
