import type { Finished } from '../../fixtures/playwright/raccord-process.ts';
import type { StandInPortal } from '../../fixtures/portal/options.ts';
import { findIn, findPlainly, keptCookies } from '../cli/secret-search.ts';

/** Passwords for the portal to generate, with signs that every encoding writes otherwise. */
export function canaries(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `<K${index}>&"é'%_(m)`);
}

/** As many as one run and another after it ask for. */
export const CANARIES: readonly string[] = canaries(20);

/** Where a secret stands in what was printed, or in a file that is not made for it. */
export async function findCanaries(
  home: string,
  outputs: readonly Finished[],
  { administrator }: StandInPortal,
  generated = CANARIES,
): Promise<string[]> {
  const named: [string, string][] = [
    ['password', administrator.password],
    ['TOTP secret', administrator.totpSecret],
    ...generated.map((value, index): [string, string] => [`generated ${index}`, value]),
    ...(await keptCookies(home)).map((value, index): [string, string] => [
      `cookie ${index}`,
      value,
    ]),
  ];
  const secrets = Object.fromEntries(named);
  const printed = outputs.flatMap(({ stdout, stderr }, index) =>
    findIn(`output ${index}`, `${stdout}\n${stderr}`, secrets),
  );
  return [...printed, ...(await findPlainly(home, secrets))];
}
