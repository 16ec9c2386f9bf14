import { isRaccordError, RaccordError } from '../../errors/errors.ts';
import { systemCodeOf } from '../../errors/unwritable-reason.ts';

/** The beginnings of PostgreSQL's codes for a server that stops, is full of others, or waits for them. */
const NOT_REACHED = ['08', '57P', '53300', '55P03', '57014', '25P03'];

/** For a password or a role that is refused, a database or a role that is not there, a missing right. */
const REFUSED = ['28', '3D000', '42501', '42704'];

/** For a disk that is full or fails, and for a server that only reads. */
const UNSAFE = ['53', '58', '25006', 'XX'];

/** The five signs by which a server names an error; an error of the network has no such code. */
const OF_SERVER = /^[0-9A-Z]{5}$/u;

/**
 * Returns an error of the database as one that a person can act on; a defect of raccord's, such as SQL
 * that the server does not understand, as it is.
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

/** True for an error that the server itself told: the connection is still there. */
export function isOfServer(error: unknown): boolean {
  return OF_SERVER.test(systemCodeOf(error) ?? '') && error instanceof Error && 'severity' in error;
}
