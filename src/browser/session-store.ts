import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, BrowserContextOptions } from 'playwright';
import { z } from 'zod';
import { Secret } from '../secrets/secret.ts';
import { readPrivateFile } from '../files/private-file.ts';
import { makePrivateFolder, writeDurably } from '../files/durable-file.ts';
import { isPresent } from '../files/if-present.ts';
import { accountOf } from '../domain/account-queue.ts';
import { jsonText, parseJson } from '../domain/json.ts';

type StorageState = Exclude<BrowserContextOptions['storageState'], string | undefined>;

const storageState = z.object({
  cookies: z.array(z.looseObject({ name: z.string(), value: z.string() })),
  origins: z.array(z.unknown()),
});

/**
 * The signed-in session of one administrator on one portal. Playwright would write it readable by
 * all and not atomically (facts/peers.md section 4.2), so raccord writes it itself.
 */
export class SessionStore {
  readonly #file: string;
  readonly #folder: string;

  /** @param portal the portal's host name. */
  constructor(home: string, portal: string, login: string) {
    this.#folder = join(home, 'session');
    const owner = createHash('sha256').update(accountOf(portal, login).login).digest('hex');
    this.#file = join(this.#folder, `${portal}-${owner.slice(0, 12)}.json`);
  }

  /**
   * Loads the stored session; undefined if it is missing or unreadable: raccord then signs in.
   * @throws RaccordError FILE_TOO_OPEN if others can read it.
   */
  async load(): Promise<StorageState | undefined> {
    const bytes = await readPrivateFile(this.#file);
    if (bytes === undefined) return undefined;
    const parsed = storageState.safeParse(parseJson(bytes.toString('utf8')));
    return parsed.success ? (parsed.data as StorageState) : undefined;
  }

  async save(context: BrowserContext): Promise<void> {
    await makePrivateFolder(this.#folder);
    const state = await context.storageState();
    await writeDurably(this.#file, Buffer.from(jsonText(state)));
  }

  /** Deletes the session. @returns whether there was one. */
  async drop(): Promise<boolean> {
    const existed = isPresent(this.#file);
    await rm(this.#file, { force: true });
    return existed;
  }
}

/** Minimum length of a session value; shorter ones (`true`, `fr_FR`) are settings. */
const MIN_SESSION_LENGTH = 12;

/**
 * What a portal may remember of its user, and raccord prints: the number of an establishment, and an
 * e-mail address, as the login is.
 */
const NO_SESSION = /^(?:\d{14}|[^\s@]+@[^\s@]+\.[^\s@]+)$/u;

/** Returns the cookie values that may give their holder access to the portal. */
export async function cookieSecrets(context: BrowserContext): Promise<Secret[]> {
  const cookies = await context.cookies();
  return cookies
    .filter(({ value }) => value.length >= MIN_SESSION_LENGTH && !NO_SESSION.test(value))
    .map(({ value }) => new Secret(value));
}
