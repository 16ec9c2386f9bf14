import { SessionStore } from '../../browser/session-store.ts';
import type { Config } from '../../config/config.ts';
import { ledgerAt } from '../../config/database-address.ts';
import { missingSetting, type ConfigProblem } from '../../errors/config-problem.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { accountOf } from '../../domain/account-queue.ts';
import type { Served } from '../../robot/work-queue.ts';
import { configOf, type CommandContext } from '../context.ts';
import { readProfiles } from '../in-profiles/in-profiles.ts';
import { queuePlaceOf } from '../queued/queue-place.ts';

/** An account, with the profile that has its password. */
export interface ServedAccount extends Served {
  readonly context: CommandContext;
  readonly config: Config;
}

/**
 * Returns the accounts of the requested profiles, otherwise of `.env`.
 * @throws RaccordError CONFIG_INVALID with all mistakes of all profiles.
 */
export function servedBy(context: CommandContext): readonly [ServedAccount, ...ServedAccount[]] {
  const needs = { administrator: true, deliveries: true, piste: 'if-given' } as const;
  const { profiles } = context;
  const places =
    profiles.length > 1
      ? readProfiles(context, profiles, needs)
      : [{ context, config: configOf(context, needs) }];
  const problems: ConfigProblem[] = [];
  const [first, ...others] = places.map(({ context: own, config }): ServedAccount => {
    const { login, totpSecret, home, portalUrl } = config;
    const sessions = new SessionStore(home, portalUrl.hostname, login ?? '');
    if (login === undefined) problems.push(missingSetting('CHORUS_LOGIN'));
    return {
      ...accountOf(portalUrl.host, login ?? ''),
      ...{ context: own, config },
      means: async () => ({
        hasSecondFactor: totpSecret !== undefined,
        hasSession: (await sessions.load()) !== undefined,
      }),
    };
  });
  if (first === undefined) throw new Error('no profile was read');
  const { database } = queuePlaceOf(first.config);
  for (const { config } of others) {
    if (ledgerAt(queuePlaceOf(config).database) === ledgerAt(database)) continue;
    const place = `${config.profile ?? ''}.env RACCORD_DATABASE_URL`;
    problems.push({ place, reason: { key: 'not-one-database' } });
  }
  if (problems.length > 0) throw new RaccordError('CONFIG_INVALID', { problems });
  return [first, ...others];
}
