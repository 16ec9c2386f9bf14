// Puts a new bundle in the place of the last one, under the feet of processes that run from it.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The last bundles whose files stay. */
const KEPT = 3;

/** In the folder beside the bundle: the files of the last bundles, the newest first. */
const RECORD = '.bundles.json';

/**
 * Puts the files of a new bundle into `dist/bundle`. A process loads a part of its own bundle when it
 * first needs it, perhaps weeks after its start, so files of the bundles before stay: all names but the
 * entry's hold a hash of the content. A start finds the old bundle or the new one, never a half: each
 * file appears whole, the entry as the last one.
 * @param dist the folder that holds the bundle; names with a dot in front are not packed by npm.
 * @param files contents by name, the entry last.
 */
export function replaceBundle(dist, files) {
  const target = join(dist, 'bundle');
  mkdirSync(target, { recursive: true });
  const names = Object.keys(files);
  const bundles = [names, ...bundlesBefore(dist, target, names)].slice(0, KEPT);
  const kept = new Set(bundles.flat());
  const old = [...kept].filter((name) => !names.includes(name));
  const beside = mkdtempSync(join(dist, '.bundle-'));
  const put = (path, content) => {
    const temporary = join(beside, 'file');
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  };
  try {
    // Whoever packs gets the new bundle alone.
    put(join(target, '.npmignore'), `${old.join('\n')}\n`);
    for (const name of names) put(join(target, name), files[name]);
    put(join(dist, RECORD), JSON.stringify(bundles));
  } finally {
    rmSync(beside, { recursive: true });
  }
  for (const name of readdirSync(target)) {
    if (!kept.has(name) && name !== '.npmignore') rmSync(join(target, name), { force: true });
  }
}

/** The files of the bundles before one; the same bundle built again is not one before it. */
function bundlesBefore(dist, target, names) {
  const record = join(dist, RECORD);
  const before = existsSync(record)
    ? JSON.parse(readFileSync(record, 'utf8'))
    : // What an earlier raccord has built, which kept no record.
      [readdirSync(target)];
  return before.filter((one) => one.toSorted().join() !== names.toSorted().join());
}
