import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { databaseValues, unpacked } from './secret-containers.ts';
import { writtenForms } from './secret-forms.ts';

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
 * each find, in files as they are and in what is packed in them, archives in archives among it.
 */
export async function findPlainly(
  home: string,
  secrets: Readonly<Record<string, string>>,
): Promise<string[]> {
  const forms = formsOf(secrets);
  const finds: string[] = [];
  for (const path of await filesToSearch(home)) {
    const bytes = await readFile(join(home, path));
    finds.push(...findForms(path, bytes, forms));
    if (!path.endsWith('-wal')) continue;
    // What a log holds is whole only together with its database.
    const database = await readFile(join(home, path.slice(0, -'-wal'.length)));
    for (const [table, values] of databaseValues(database, bytes)) {
      finds.push(...findForms(`${path}/${table}`, values, forms));
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
  return findForms(place, Buffer.from(content), formsOf(secrets));
}

interface NamedForm {
  readonly name: string;
  readonly bytes: Buffer;
}

/** All forms of all secrets by their first two bytes: there are a thousand, and files are large. */
type Forms = ReadonlyMap<number, readonly NamedForm[]>;

function formsOf(secrets: Readonly<Record<string, string>>): Forms {
  const forms = new Map<number, NamedForm[]>();
  for (const [name, value] of Object.entries(secrets)) {
    for (const [form, bytes] of Object.entries(writtenForms(value))) {
      const key = bytes.readUInt16BE(0);
      forms.set(key, [...(forms.get(key) ?? []), { name: `${name} (${form})`, bytes }]);
    }
  }
  return forms;
}

function findForms(place: string, bytes: Buffer, forms: Forms): string[] {
  const found = new Set<string>();
  for (let at = 0, pair = bytes[0] ?? 0; at + 1 < bytes.length; at += 1) {
    pair = ((pair << 8) | (bytes[at + 1] ?? 0)) & 0xffff;
    for (const { name, bytes: form } of forms.get(pair) ?? []) {
      if (bytes.subarray(at, at + form.length).equals(form)) found.add(`${place}: ${name}`);
    }
  }
  const inside = unpacked(bytes).flatMap(([member, content]) =>
    findForms(`${place}/${member}`, content, forms),
  );
  return [...found, ...inside];
}

/** Files and folders under a home that others than their owner may enter, read or write. */
export async function exposureProblem(home: string): Promise<string[]> {
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

/** Values of the kept session's cookies; none where nobody signed in. */
export async function keptCookies(home: string): Promise<string[]> {
  const folder = join(home, 'session');
  const files = await readdir(folder).catch(() => []);
  const states = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return states.flatMap((state) =>
    (JSON.parse(state) as { cookies: { value: string }[] }).cookies.map(({ value }) => value),
  );
}
