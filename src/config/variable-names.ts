import type { ConfigProblem } from '../errors/config-problem.ts';
import { editDistance } from '../domain/text-similarity.ts';
import { secretVariables, variables } from './variable-schema.ts';

/** Returns the variables that can give a secret. */
export function waysToGive(name: string): string[] {
  return [name, `${name}_FILE`, `${name}_COMMAND`];
}

const PLAIN: readonly string[] = Object.keys(variables.shape);
const SECRET: readonly string[] = Object.keys(secretVariables).flatMap(waysToGive);
const KNOWN: ReadonlySet<string> = new Set([...PLAIN, ...SECRET]);

/** The length from which two letters may be wrong; shorter names may differ by that much. */
const LONG_NAME = 16;

const OWN_PREFIX = /^(?:CHORUS|RACCORD)_/u;

export function isKnownName(name: string): boolean {
  return KNOWN.has(name);
}

/** Checks whether a name holds a secret, or was meant to. */
export function holdsSecret(name: string): boolean {
  if (/(?:PASSWORD|SECRET|TOKEN)$/iu.test(name)) return true;
  const meant = KNOWN.has(name) ? name : meantBy(name);
  return meant !== undefined && meant in secretVariables;
}

/**
 * Finds names that were meant for raccord but are not read: one close to a variable's name is
 * refused, since its value would be ignored silently; any other raccord name causes a warning.
 */
export function checkNames(names: Iterable<string>): {
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
} {
  const problems: ConfigProblem[] = [];
  const warnings: ConfigProblem[] = [];
  for (const name of new Set(names)) {
    if (KNOWN.has(name)) continue;
    const place = shownName(name);
    const plain = PLAIN.find((one) => waysToGive(one).includes(name));
    const meant = meantBy(name);
    if (plain !== undefined)
      problems.push({ place, reason: { key: 'only-secrets', meant: plain } });
    else if (meant !== undefined) problems.push({ place, reason: { key: 'misspelt', meant } });
    else if (OWN_PREFIX.test(plainName(name))) {
      const nearest = nearestTo(plainName(name));
      const reason = { key: 'unknown-name', nearest } as const;
      warnings.push({ place, reason });
    }
  }
  return { problems, warnings };
}

/** Returns the variable from which a name differs by case, punctuation, or one or two letters. */
function meantBy(name: string): string | undefined {
  const typed = plainName(name);
  if (KNOWN.has(typed)) return typed;
  return [...KNOWN].find((known) => isNear(typed, known));
}

function isNear(typed: string, known: string): boolean {
  if (Math.abs(typed.length - known.length) > 2) return false;
  const distance = editDistance(typed, known);
  if (distance <= (known.length >= LONG_NAME ? 2 : 1)) return true;
  return distance === 2 && sorted(typed) === sorted(known);
}

/** Returns the variable that an unknown name may mean: most letters after the prefix agree. */
function nearestTo(typed: string): string | undefined {
  const tail = (name: string): string => name.replace(OWN_PREFIX, '');
  const wanted = tail(typed);
  const [nearest] = [...KNOWN]
    .map((known) => ({ known, distance: editDistance(wanted, tail(known)) }))
    .filter(({ known, distance }) => distance <= Math.max(wanted.length, tail(known).length) / 3)
    .sort((one, other) => one.distance - other.distance);
  return nearest?.known;
}

function plainName(name: string): string {
  return name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/gu, '_')
    .replace(/^_+|_+$/gu, '');
}

/** Returns a name without characters that could control the terminal. */
function shownName(name: string): string {
  return name.replace(/[^\w.-]/gu, '?').slice(0, 60);
}

function sorted(text: string): string {
  return [...text].sort().join('');
}
