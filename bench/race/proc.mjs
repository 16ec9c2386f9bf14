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

/** Bytes of memory that the process itself holds, and all below it; not what is read from files. */
export function memory(root) {
  const below = family(root).filter(({ pid }) => pid !== root);
  return { own: held(root), below: below.reduce((sum, { pid }) => sum + held(pid), 0) };
}

/** A process that ends meanwhile holds nothing. */
function held(pid) {
  const status = readProc(pid, 'status') ?? '';
  const [, kilobytes] = status.match(/^RssAnon:\s+(\d+) kB/mu) ?? [0, 0];
  return Number(kilobytes) * 1024;
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
  // The name of a program may hold spaces and brackets: what counts comes after the last one.
  const [, rest] = readProc(name, 'stat')?.match(/^.*\) (.*)$/su) ?? [];
  if (rest === undefined) return [];
  const fields = rest.trim().split(' ');
  return [{ pid: Number(name), parent: Number(fields[1]), fields }];
}

function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(error.code)) return undefined;
    throw error;
  }
}
