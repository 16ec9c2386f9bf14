import { RaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import { systemCodeOf } from '../../errors/unwritable-error.ts';

/** Prefixes of PostgreSQL's codes for a server that stops, has no free connection, or times out. */
const NOT_REACHED = ['08', '57P', '53300', '55P03', '57014', '25P03'];

/** A refused password or role, a missing database or role, a missing right. */
const REFUSED = ['28', '3D000', '42501', '42704'];

/** A full or failing disk, or a read-only server. */
const UNSAFE = ['53', '58', '25006', 'XX'];

/** The five-character code of a server's error; a network error has none. */
const OF_SERVER = /^[0-9A-Z]{5}$/u;

/**
 * Converts a database error to one that a person can act on; a defect of raccord, such as invalid
 * SQL, is returned unchanged.
 */
export function databaseError(database: string, error: unknown): unknown {
  if (isRaccordError(error) || !(error instanceof Error)) return error;
  const code = systemCodeOf(error) ?? '';
  const reason = [OF_SERVER.test(code) ? '' : code, error.message].filter(Boolean).join(': ');
  const begins = (beginnings: readonly string[]): boolean =>
    beginnings.some((beginning) => code.startsWith(beginning));
  if (!isOfServer(error) || begins(NOT_REACHED)) {
    return new RaccordError('DATABASE_UNREACHABLE', { database, reason }, error);
  }
  if (begins(REFUSED)) return new RaccordError('DATABASE_REFUSED', { database, reason }, error);
  if (begins(UNSAFE)) return new RaccordError('DATABASE_UNSAFE', { database, reason }, error);
  return error;
}

/** Returns true for an error reported by the server itself: the connection is still usable. */
export function isOfServer(error: unknown): boolean {
  return OF_SERVER.test(systemCodeOf(error) ?? '') && error instanceof Error && 'severity' in error;
}
