import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Returns the traces of a SIRET's last traced run, oldest first; empty if there are none.
 * @param evidence the folder that contains one evidence folder per run.
 */
export async function lastTraces(evidence: string, siret: string): Promise<string[]> {
  // A run's name begins with its time, so names sort by time.
  const runs = (await listNames(evidence)).sort().reverse();
  for (const run of runs) {
    const attempts = (await listNames(join(evidence, run))).filter(
      (name) => name === siret || name.startsWith(`${siret}-`),
    );
    const traces: string[] = [];
    for (const attempt of attempts.sort(byNumber)) {
      const folder = join(evidence, run, attempt);
      const parts = (await listNames(folder)).filter((name) => /^trace-\d+\.zip$/u.test(name));
      traces.push(...parts.sort(byNumber).map((part) => join(folder, part)));
    }
    if (traces.length > 0) return traces;
  }
  return [];
}

async function listNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

function byNumber(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
