import type { Config, RequiredSettings } from '../../config/config.ts';
import type { Resource } from '../../domain/ledger-event.ts';
import type { Contact, EnrolmentRequest } from '../../domain/outcome.ts';
import { omitUndefined } from '../../domain/json.ts';
import { configOf, announcePortal, type CommandContext } from '../context.ts';
import { debugOptionsOf, type DebugFlags } from '../options/debug-options.ts';
import { OptionProblems } from './option-problems.ts';
import { siretOf } from './option-values.ts';

/** Flags that describe the work for one SIRET. */
export interface EnrolmentFlags {
  readonly siret: string;
  readonly application?: string;
  readonly only?: Resource;
  readonly newAccount?: true;
  readonly notOnPortal?: true;
  readonly accountEmail?: string;
  readonly contactName?: string;
  readonly contactPhone?: string;
  readonly contactEmail?: string;
  readonly contactFax?: string;
  readonly verify?: true;
}

/**
 * Returns configuration and request of one enrolment; reports every mistake in either at once.
 * @throws MultipleErrors with SIRET_INVALID, CONFIG_INVALID and any other mistakes.
 */
export function readEnrolment(
  context: CommandContext,
  flags: EnrolmentFlags & DebugFlags,
): { config: Config; request: EnrolmentRequest } {
  const optionProblems = new OptionProblems();
  const config = optionProblems.collect(() => configOf(context, needsOf(flags)));
  const siret = optionProblems.collect(() =>
    siretOf(flags.siret, config?.environment, (accepted) => {
      context.terminal.err(context.texts.warnings.checkDigit(accepted));
    }),
  );
  optionProblems.throwIfAny();
  if (config === undefined || siret === undefined) throw new Error('a mistake was not told');
  announcePortal(context, config);
  const request: EnrolmentRequest = {
    siret,
    only: flags.only,
    applicationName: flags.application,
    contact: { name: '', phone: '', email: '', ...config.contact, ...contactFlags(flags) },
    accountEmail: flags.accountEmail,
    newAccount: flags.newAccount === true,
  };
  return { config, request };
}

function needsOf(flags: EnrolmentFlags & DebugFlags): RequiredSettings {
  return {
    // With a window a person can sign in; otherwise the administrator must be configured.
    administrator: !debugOptionsOf(flags).headed,
    notifications: true,
    deliveries: true,
    piste: flags.verify === true,
    contact: flags.only === 'account' ? undefined : contactFlags(flags),
  };
}

function contactFlags(flags: EnrolmentFlags): Partial<Contact> {
  return omitUndefined<Partial<Contact>>({
    name: flags.contactName,
    phone: flags.contactPhone,
    email: flags.contactEmail,
    fax: flags.contactFax,
  });
}
