import type { RequestIdentity } from '../../teaching/request-identity.ts';
import type { RequestObjection } from '../../teaching/taught-request.ts';

const objections: Readonly<Record<RequestObjection, string>> = {
  'another-host': 'it goes to another host than the portal’s',
  method: 'its method is not POST',
  unreadable: 'raccord cannot read what it sends, or which operation it asks for',
  mutation: 'it is a GraphQL mutation or subscription',
  'says-it-writes': 'one of its words says that it changes something',
  password: 'it carries a password',
  submit: 'it may be what the submit button of a form sends',
};

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'nothing' : names.join(', ');

/** Messages for a person who says which requests only read. */
export const teachRequestTextsEn = {
  /** Heading above a stopped request. */
  stopped: 'A mode that only reads stopped this request:',
  request: ({ method, path }: RequestIdentity, host: string) => `  ${method} ${host}${path}`,
  /** The names of the values that it carries, not the values. */
  names: (names: readonly string[]) => `  names in it (values are left out): ${listed(names)}`,
  operations: (operations: readonly string[]) => `  operation: ${operations.join(', ')}`,
  /** The moment at which the page sent it. */
  sentBy: (page: string, after: string) =>
    after === ''
      ? `  sent by the page itself as it opened: ${page}`
      : `  sent by the page ${page}, after "${after}" was used`,
  askReads: 'Does it only read? Yes lets it through from now on, in modes that only read.',
  remembered: (name: string) => `Remembered as a request that only reads: ${name}. Reading again.`,
  notTeachable: (address: string, why: RequestObjection) =>
    `Stopped, and never taught as reading: ${address}: ${objections[why]}.`,
  /** A taught request in a list, after its name. */
  described: ({ method, names }: RequestIdentity) =>
    `${method} that only reads, with ${listed(names)}`,
};
