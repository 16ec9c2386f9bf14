import type { Clues } from '../../teaching/clues.ts';
import type { TaughtKind, TaughtThing } from '../../teaching/taught.ts';
import { teachRequestTextsEn } from './teach-requests.en.ts';

const kinds: Readonly<Record<TaughtKind, string>> = {
  field: 'field',
  button: 'control',
  column: 'column',
  option: 'option',
};

const purposes: Readonly<Record<string, string>> = {
  'signIn.signIn': 'the control that signs in',
  'navigation.connectionsDomain':
    'the control that opens the application for EDI and API connections',
  'navigation.technicalAccountCard':
    'the control that opens the application for technical accounts',
  'navigation.manageConnections': 'the control that leads to the list of API connections',
  'connectionList.structureFilter': 'the list from which one structure is chosen',
  'connectionList.apply': 'the control that shows the rows of the chosen structure',
  'connectionList.declare': 'the control that opens the form for a new connection',
  'connectionList.structureColumn': 'the column with the structure of each connection',
  'connectionList.applicationColumn': 'the column with the PISTE application of each connection',
  'connectionList.stateColumn': 'the column with the state of each connection',
  'declaration.structure': 'the list from which the structure is chosen',
  'declaration.applicationName': 'the field for the name of the PISTE application',
  'declaration.usage': 'the list that says how the API is used',
  'declaration.editor': 'the field for the editor or solution',
  'declaration.contactName': "the field for the contact's name",
  'declaration.contactPhone': "the field for the contact's telephone",
  'declaration.contactEmail': "the field for the contact's e-mail address",
  'declaration.contactFax': "the field for the contact's fax",
  'declaration.submit': 'the button that sends the declaration',
  'technicalAccount.requestType': 'the list of request types',
  'technicalAccount.creation': 'the option to request a new account',
  'technicalAccount.structure': 'the list from which the structure is chosen',
  'technicalAccount.companyName': "the field that shows the company's name",
  'technicalAccount.login': "the field that shows the technical account's login",
  'technicalAccount.password': "the field that shows the technical account's password",
  'technicalAccount.contactEmail': "the field for the contact's e-mail address",
  'technicalAccount.loginColumn': 'the column with the login of each account',
  'technicalAccount.stateColumn': 'the column with the state of each account',
  'technicalAccount.expiryColumn': 'the column with the expiry date of each password',
  'technicalAccount.submit': 'the button that sends the request for an account',
  'passwordReset.reset': 'the option to request a new password',
  'passwordReset.account': 'the list from which the account is chosen',
};

const things = { field: 'the field', button: 'the control' } as const;

/** Reasons why the element pointed at could not be used. */
const unsettled = {
  left: () => 'Skipped: nothing was taught.',
  'nothing-there': (kind: TaughtKind) => `There is no ${kinds[kind]} there. Click somewhere else.`,
  'no-words': () =>
    'Its label does not say that it sends the form: raccord never clicks such a control.',
  sends: () => 'Its label says that it sends a form, which is not what is needed here.',
  'words-differ': () => 'That is not its label: nothing was taught.',
  'not-the-one': () =>
    'Checked again: that description does not match exactly this element. Nothing was taught.',
} as const satisfies Record<string, (kind: TaughtKind) => string>;

const described = (kind: keyof typeof things, { words, heading, beside, place }: Clues): string =>
  [
    words === '' ? `${things[kind]} without a label` : `${things[kind]} "${words}"`,
    ...(heading === undefined ? [] : [`under the heading "${heading}"`]),
    ...(beside === undefined ? [] : [`next to "${beside}"`]),
    ...(place === undefined ? [] : [`number ${place.nth} of ${place.of} like it`]),
  ].join(', ');

const columnOf = (words: string): string => `the column "${words}"`;
const optionOf = (words: string): string => `the option "${words}"`;

/** Messages for a person who teaches raccord a page. */
export const teachTextsEn = {
  option: 'point in the window at what is not found (needs --headed)',
  kinds,
  requests: teachRequestTextsEn,
  /** Names the element to point at, its purpose, and its label on the pages known so far. */
  lookedFor: (name: string, label: string, where: string) =>
    `Looking for ${purposes[name] ?? `"${label}"`}, on "${where}". On the pages known so far: "${label}".`,
  notFound: 'Nothing on this page has that label.',
  several: (matches: readonly string[]) =>
    `Several elements match: ${matches.map((one) => `"${one}"`).join(', ')}.`,
  taughtNotFitting: 'The description taught for it no longer matches this page.',
  point: 'Click it in the browser window, or press Escape there to skip it.',
  unsettled: (why: keyof typeof unsettled, kind: TaughtKind) => unsettled[why](kind),
  /** A description in plain words. */
  described,
  column: columnOf,
  optionOf,
  askRemember: (description: string) => `Remember it as ${description}?`,
  askWords: (words: string) => `This button sends the form. Type its label to confirm: ${words}`,
  /** Heading above the data that a form is about to send. */
  firstWrite: (where: string) =>
    `This is the first time "${where}" is sent since something on it was taught. Its values (without passwords):`,
  value: (label: string, text: string) => `  ${label}: ${text}`,
  askSend: 'Are all values correct, and may they be sent?',
  remembered: (name: string) => `Remembered: ${name}`,
  askChoice: (kind: TaughtKind) => `Which ${kinds[kind]} is it?`,
  noneOfThese: 'none of these',
  taughtAs: (thing: TaughtThing) => {
    if ('found' in thing) return described(thing.kind, thing.found);
    return thing.kind === 'column' ? columnOf(thing.words) : optionOf(thing.words);
  },
  help: {
    taught: 'manage what was taught by pointing',
    list: 'list what was taught',
    forget: 'forget one name, as listed, or everything',
    export: 'export it without your own data, to share it',
    import: 'add what another home exported',
    name: 'the name, such as `declaration.contactPhone`',
    all: 'everything',
    output: 'the file to write (default: standard output)',
    file: 'the exported file',
  },
  rehearse: {
    help: 'go through everything for one SIRET; submit nothing',
    through: (stopped: number) =>
      `Went as far as "Valider" and "Soumettre" and clicked neither. Sent: 0; stopped: ${stopped}.`,
    wouldSend: (application: string, company: string, login: string) =>
      `A run would declare ${application} and create ${login} for ${company}.`,
    allKnown: 'Everything was found by the wordings that raccord knows.',
    byTaught: (count: number) =>
      `Everything was found: ${count} by what was taught (+ just now), the rest by the wordings that raccord knows:`,
    next: (command: string) => `The first real write: ${command}`,
  },
  nothing: 'Nothing was taught.',
  line: (name: string, described: string, where: string, day: string) =>
    `${name}: ${described} (${where}, ${day})`,
  notTaught: (name: string, names: string) =>
    `"${name}": nothing was taught under that name; known names: ${names === '' ? '-' : names}`,
  forgotten: (count: number) => `Forgotten: ${count}`,
  exported: (count: number, file: string) =>
    `${count} written to ${file}. Check it before you share it.`,
  imported: (count: number) =>
    `${count} added. The first time each form is sent, its values are shown and must be confirmed.`,
};
