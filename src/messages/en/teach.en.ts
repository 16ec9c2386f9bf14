import type { Clues } from '../../teaching/clues.ts';
import type { Meaning } from '../../teaching/message-words.ts';
import type { TaughtKind, TaughtThing } from '../../teaching/taught.ts';
import { teachRequestTextsEn } from './teach-requests.en.ts';

const kinds: Readonly<Record<TaughtKind, string>> = {
  field: 'field',
  button: 'button or link',
  column: 'column',
  option: 'option',
  sentence: 'sentence in place of lines',
  message: 'message that appeared since the form was sent',
};

const meanings: Readonly<Record<Meaning, string>> = {
  accepted: 'it says that the portal took the form',
  refused: 'it says that the portal refused the form',
};

const purposes: Readonly<Record<string, string>> = {
  'signIn.signIn': 'the button or link that signs in',
  'signIn.userName': 'the field for the user name',
  'signIn.oneTimeCode': 'the field for the code that confirms the sign-in',
  'signIn.submitCode': 'the button that sends the code',
  'navigation.connectionsDomain': 'the card that opens the application of EDI and API connections',
  'navigation.technicalAccountCard': 'the card that opens the application of technical accounts',
  'navigation.manageConnections': 'the menu entry that leads to the list of API connections',
  'list.none': 'the sentence that says that the list is empty',
  'connectionList.structureFilter': 'the list in which one structure is chosen',
  'connectionList.apply': 'the button that shows the lines of the chosen structure',
  'connectionList.nextPage': 'the button that shows the next lines of the list',
  'connectionList.declare': 'the button that opens the form of a new connection',
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

const things = { field: 'the field', button: 'the button or link' } as const;

/** Reasons why the element pointed at could not be used. */
const unsettled = {
  left: () => 'Skipped: nothing was taught.',
  'cut-short': () =>
    'The page went on, its window was closed or "taught.json" could not be written: nothing was taught.',
  'not-meant': () => 'Nothing was taught. Click something else, or press Escape to skip it.',
  'nothing-there': (kind: TaughtKind) => `There is no ${kinds[kind]} there. Click somewhere else.`,
  'no-words': () =>
    'Its label does not say that it sends the form: raccord never clicks such a control.',
  sends: () => 'Its label says that it sends a form, which is not what is needed here.',
  'too-few-words': () => 'It has too few ordinary words to be recognised by them.',
  'too-long': () => 'It cannot be taught: its words are too long to be kept.',
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

const worded = (kind: 'column' | 'option' | 'sentence', words: string): string =>
  kind === 'sentence' ? `"${words}" says that the list is empty` : `the ${kind} "${words}"`;

/** Messages for a person who teaches raccord a page. */
export const teachTextsEn = {
  option: 'point in the window at what is not found (needs --headed)',
  kinds,
  requests: teachRequestTextsEn,
  /** Names the element to point at, its purpose, and its label on the pages known so far. */
  lookedFor: (name: string, label: string, where: string) =>
    `Looking for ${purposes[name] ?? `"${label}"`}, on "${where}". On the pages known so far: "${label}".`,
  /** The same for an option that the configuration names, in a list. */
  lookedForOption: (option: string, list: string, where: string) =>
    `Looking for the option "${option}" of the list "${list}", on "${where}".`,
  /** Shown in the window while raccord waits for a click there. */
  sign: (name: string, label: string) =>
    `raccord: click ${purposes[name] ?? `"${label}"`} (Escape leaves it)`,
  notFound: 'Nothing on this page has that label.',
  several: (matches: readonly string[]) =>
    `Several elements match: ${matches.map((one) => `"${one}"`).join(', ')}.`,
  taughtNotFitting: 'The description taught for it no longer matches this page.',
  point: 'Click it in the browser window, or press Escape there to skip it.',
  unsettled: (why: keyof typeof unsettled, kind: TaughtKind) => unsettled[why](kind),
  /** A description in plain words. */
  described,
  /** The same for an element that is known by its words alone. */
  worded,
  askRemember: (description: string) => `Understood: ${description}. Remember it?`,
  askRememberOutlined: (description: string) =>
    `Understood: ${description}; it is outlined in the window. Remember it?`,
  askWords: (words: string) => `This button sends the form. Type its label to confirm: ${words}`,
  /** Heading above the data that a form is about to send. */
  firstWrite: (where: string) =>
    `This is the first time "${where}" is sent since something on it was taught. Its values (without passwords):`,
  value: (label: string, text: string) => `  ${label}: ${text}`,
  askSend: 'Are all values correct, and may they be sent?',
  remembered: (name: string) => `Remembered: ${name}`,
  /** Quotes the texts that appeared since a form was sent. */
  answerUnclear: (where: string, texts: readonly string[]) =>
    [
      `"${where}" was sent, and what the portal answers is not understood. It shows:`,
      ...texts.map((text) => `  "${text}"`),
      "Which of these answers? What you say of it never replaces reading the portal's lists.",
    ].join('\n'),
  answerSign: 'raccord: click the message that answers the form (Escape leaves it)',
  askMeaning: (words: string) => `Understood: the message "${words}". What does it say?`,
  meanings,
  neitherMeaning: 'neither',
  askChoice: (kind: TaughtKind) => `Which ${kinds[kind]} is it?`,
  noneOfThese: 'none of these',
  taughtAs: (thing: TaughtThing) => {
    if ('found' in thing) return described(thing.kind, thing.found);
    if (thing.kind === 'message') return `"${thing.words}": ${meanings[thing.meaning]}`;
    return worded(thing.kind, thing.words);
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
  /** For a file that cannot be read. */
  forgottenAll: 'Forgotten: all that "taught.json" held.',
  exported: (count: number, file: string) =>
    `${count} written to ${file}. Check it before you share it.`,
  imported: (count: number) =>
    `${count} added. The first time each form is sent, its values are shown and must be confirmed.`,
};
