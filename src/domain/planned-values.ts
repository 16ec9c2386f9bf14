import { nextFreeName } from './application-name.ts';
import type { Contact, EnrolmentRequest } from './outcome.ts';
import {
  VALUE_FIELDS,
  type PlannedEnrolment,
  type PlannedValue,
  type PlannedValues,
  type ValueField,
} from './planned-enrolment.ts';

/** The values declared unless the roster gives others. */
export interface DeclaredSettings {
  readonly usage: string;
  readonly editor: string;
  /** `{n}` stands for the next free number. */
  readonly applicationPattern: string;
}

/**
 * Adds to a plan every value to be declared, with its origin.
 * @param proposed the e-mail that the portal's form proposes for an account, by SIRET.
 * @param taken application names that are already used.
 */
export function withPlannedValues(
  plan: readonly PlannedEnrolment[],
  requests: readonly EnrolmentRequest[],
  {
    settings,
    defaults,
    proposed,
    taken,
  }: {
    readonly settings: DeclaredSettings;
    readonly defaults: DeclaredSettings;
    readonly proposed: ReadonlyMap<string, string>;
    readonly taken: readonly string[];
  },
): PlannedEnrolment[] {
  const asked = new Map(requests.map((request) => [request.siret, request]));
  const known = [...taken, ...requests.flatMap(({ applicationName }) => applicationName ?? [])];
  const configured = (field: keyof DeclaredSettings): PlannedValue => ({
    value: settings[field],
    from: settings[field] === defaults[field] ? 'default' : 'configuration',
  });
  const connectionValues = (
    request: EnrolmentRequest,
    applicationName: PlannedValue,
  ): PlannedValues => ({
    applicationName,
    usage: configured('usage'),
    editor: configured('editor'),
    contactName: contactValue(request, 'name'),
    contactPhone: contactValue(request, 'phone'),
    contactEmail: contactValue(request, 'email'),
    contactFax: contactValue(request, 'fax'),
  });
  return plan.map((planned) => {
    const request = asked.get(planned.siret);
    if (request === undefined) return planned;
    const { connection, account } = planned;
    const nameOf = (): PlannedValue => {
      if (request.applicationName !== undefined) {
        return { value: request.applicationName, from: 'roster' };
      }
      const value = nextFreeName(settings.applicationPattern, known);
      known.push(value);
      return { value, from: 'next free name' };
    };
    return {
      ...planned,
      connection:
        connection.action === 'declare'
          ? { ...connection, values: connectionValues(request, nameOf()) }
          : connection,
      account:
        account.action === 'create account'
          ? {
              ...account,
              values: { accountEmail: accountEmail(request, proposed.get(planned.siret) ?? '') },
            }
          : account,
    };
  });
}

function contactValue(
  { contact, fromRoster = [] }: EnrolmentRequest,
  part: keyof Contact,
): PlannedValue | undefined {
  const value = contact[part];
  if (value === undefined) return undefined;
  return { value, from: fromRoster.includes(part) ? 'roster' : 'configuration' };
}

function accountEmail(request: EnrolmentRequest, proposed: string): PlannedValue {
  if (request.accountEmail !== undefined) return { value: request.accountEmail, from: 'roster' };
  if (proposed !== '') return { value: proposed, from: 'portal' };
  return contactValue(request, 'email') ?? { value: '', from: 'portal' };
}

/** A value of a plan with its SIRETs; a field with different values has one entry for each. */
export interface SharedValue extends PlannedValue {
  readonly field: ValueField;
  readonly sirets: readonly string[];
}

/** Returns the values of a plan, each distinct value once, in the order of the forms. */
export function sharedValues(plan: readonly PlannedEnrolment[]): SharedValue[] {
  return VALUE_FIELDS.filter((field) => field !== 'applicationName').flatMap((field) => {
    const groups = new Map<string, SharedValue>();
    for (const { siret, connection, account } of plan) {
      const planned = { ...connection.values, ...account.values }[field];
      if (planned === undefined) continue;
      const key = JSON.stringify(planned);
      const sirets = [...(groups.get(key)?.sirets ?? []), siret];
      groups.set(key, { field, ...planned, sirets });
    }
    return [...groups.values()];
  });
}
