import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { unzipSync } from 'fflate';

/** What may hold secrets, since it is made for them: the kept session and the keys. */
const MADE_FOR_SECRETS = /^(session\/|identity\.age-key$|fingerprint\.key$)/u;

/** Every file under a folder, but for those made for secrets; paths are relative to it. */
export async function filesToSearch(home: string): Promise<string[]> {
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(home, join(entry.parentPath, entry.name)))
    .filter((path) => !MADE_FOR_SECRETS.test(path))
    .sort();
}

/**
 * A search of its own, so that raccord's scanner is not its only judge: `file: secret (form)` for
 * each find, in files as they are and in members of archives.
 */
export async function findPlainly(
  home: string,
  secrets: Readonly<Record<string, string>>,
): Promise<string[]> {
  const finds: string[] = [];
  for (const path of await filesToSearch(home)) {
    const bytes = await readFile(join(home, path));
    finds.push(...findIn(path, bytes, secrets));
    if (!path.endsWith('.zip')) continue;
    for (const [member, content] of Object.entries(unzipSync(bytes))) {
      finds.push(...findIn(`${path}/${member}`, Buffer.from(content), secrets));
    }
  }
  return finds;
}

/** The same in one text or file. */
export function findIn(
  place: string,
  content: Buffer | string,
  secrets: Readonly<Record<string, string>>,
): string[] {
  const bytes = Buffer.from(content);
  return Object.entries(secrets).flatMap(([name, value]) =>
    Object.entries(writtenForms(value))
      .filter(([, form]) => bytes.includes(form))
      .map(([form]) => `${place}: ${name} (${form})`),
  );
}

export function writtenForms(value: string): Record<string, string | Buffer> {
  return {
    plain: value,
    'in a URL': encodeURIComponent(value),
    'in a form': new URLSearchParams({ v: value }).toString().slice(2),
    'in base64': Buffer.from(value).toString('base64').replace(/=+$/u, ''),
    'in base64url': Buffer.from(value).toString('base64url'),
    'in JSON': JSON.stringify(value).slice(1, -1),
    'in JSON in JSON': JSON.stringify(JSON.stringify(value)).slice(3, -3),
    'in HTML': value
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
    'in hex': Buffer.from(value).toString('hex'),
    'in UTF-16': Buffer.from(value, 'utf16le'),
  };
}

/** Files and folders under a home that others than their owner may enter, read or write. */
export async function openToOthers(home: string): Promise<string[]> {
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const paths = [home, ...entries.map((entry) => join(entry.parentPath, entry.name))];
  const modes = await Promise.all(
    paths.map(async (path) => {
      const status = await stat(path);
      const mode = status.mode & 0o777;
      return { path, mode, meant: status.isDirectory() ? 0o700 : 0o600 };
    }),
  );
  return modes
    .filter(({ mode, meant }) => mode !== meant)
    .map(({ path, mode }) => `${path} ${mode.toString(8)}`);
}
