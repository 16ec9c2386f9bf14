// What a process and everything below it uses, as Linux tells it in /proc.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_A_SECOND = Number(execFileSync('getconf', ['CLK_TCK']));

/** Seconds of the processor so far; those that have ended are counted by the one that waited for them. */
export function cpuSeconds(root) {
  const ticks = family(root).map(({ fields }) =>
    fields.slice(11, 15).reduce((sum, one) => sum + Number(one), 0),
  );
  return ticks.reduce((sum, one) => sum + one, 0) / TICKS_A_SECOND;
}

/** Bytes of memory: of the process itself, and of all below it with what they share counted once. */
export function memory(root) {
  const below = family(root).filter(({ pid }) => pid !== root);
  return {
    own: kilobytes(`/proc/${root}/status`, 'VmRSS') * 1024,
    below: below.reduce((sum, { pid }) => sum + pss(pid), 0) * 1024,
  };
}

/** A process that ends meanwhile holds nothing. */
function pss(pid) {
  try {
    return kilobytes(`/proc/${pid}/smaps_rollup`, 'Pss');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(error.code)) return 0;
    throw error;
  }
}

function kilobytes(file, name) {
  const line = readFileSync(file, 'utf8').match(new RegExp(`^${name}:\\s+(\\d+) kB`, 'mu'));
  return Number(line?.[1] ?? 0);
}

function family(root) {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap(statOf);
  const found = all.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found;
}

/** @returns nothing for a process that has ended since it was listed. */
function statOf(name) {
  try {
    // The name of a program may hold spaces and brackets: what counts comes after the last one.
    const [, rest] = readFileSync(`/proc/${name}/stat`, 'utf8').match(/^.*\) (.*)$/su);
    const fields = rest.trim().split(' ');
    return [{ pid: Number(name), parent: Number(fields[1]), fields }];
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(error.code)) return [];
    throw error;
  }
}
