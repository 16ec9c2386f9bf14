import type { Clues } from '../../teaching/clues.ts';
import type { Meaning } from '../../teaching/message-words.ts';
import type { TaughtKind, TaughtThing } from '../../teaching/taught.ts';

const kinds: Readonly<Record<TaughtKind, string>> = {
  field: 'field',
  button: 'button or link',
  column: 'column',
  option: 'option',
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
  'connectionList.structureFilter': 'the list in which one structure is chosen',
  'connectionList.apply': 'the button that shows the lines of the chosen structure',
  'connectionList.declare': 'the button that opens the form of a new connection',
  'connectionList.structureColumn': 'the column with the structure of each connection',
  'connectionList.applicationColumn': 'the column with the PISTE application of each connection',
  'connectionList.stateColumn': 'the column with the state of each connection',
  'declaration.structure': 'the list in which the structure is chosen',
  'declaration.applicationName': 'the field for the name of the PISTE application',
  'declaration.usage': 'the list that says how the API is used',
  'declaration.editor': 'the field for the editor or solution',
  'declaration.contactName': "the field for the contact's name",
  'declaration.contactPhone': "the field for the contact's telephone",
  'declaration.contactEmail': "the field for the contact's e-mail address",
  'declaration.contactFax': "the field for the contact's fax",
  'declaration.submit': 'the button that sends the declaration',
  'technicalAccount.requestType': 'the list of what can be asked for',
  'technicalAccount.creation': 'the option that asks for a new account',
  'technicalAccount.structure': 'the list in which the structure is chosen',
  'technicalAccount.companyName': "the field that shows the company's name",
  'technicalAccount.login': "the field that shows the technical account's login",
  'technicalAccount.password': "the field that shows the technical account's password",
  'technicalAccount.contactEmail': "the field for the contact's e-mail address",
  'technicalAccount.loginColumn': 'the column with the login of each account',
  'technicalAccount.stateColumn': 'the column with the state of each account',
  'technicalAccount.expiryColumn': 'the column with the day on which each password expires',
  'technicalAccount.submit': 'the button that sends the request for an account',
  'passwordReset.reset': 'the option that asks for a new password',
  'passwordReset.account': 'the list in which the account is chosen',
};

const things = { field: 'the field', button: 'the button or link' } as const;

/** Reasons why the element pointed at could not be used. */
const unsettled = {
  left: () => 'Left: nothing was taught.',
  'nothing-there': (kind: TaughtKind) => `That is no ${kinds[kind]}. Click another place.`,
  'no-words': () =>
    'It has no words that say that it sends the form: raccord never presses such a one.',
  sends: () => 'Its words say that it sends a form, and something else is looked for.',
  'words-differ': () => 'Those are not its words: nothing was taught.',
  'too-few-words': () => 'It has too few ordinary words to be known by them.',
  'not-the-one': () =>
    'Looked again: that description does not find exactly this thing. Nothing was taught.',
} as const satisfies Record<string, (kind: TaughtKind) => string>;

const described = (kind: keyof typeof things, { words, heading, beside, place }: Clues): string =>
  [
    words === '' ? `${things[kind]} without words` : `${things[kind]} "${words}"`,
    ...(heading === undefined ? [] : [`under the heading "${heading}"`]),
    ...(beside === undefined ? [] : [`beside "${beside}"`]),
    ...(place === undefined ? [] : [`number ${place.nth} of ${place.of} that are alike`]),
  ].join(', ');

const columnOf = (words: string): string => `the column "${words}"`;
const optionOf = (words: string): string => `the option "${words}"`;

/** Messages for a person who teaches raccord a page. */
export const teachTextsEn = {
  option: 'ask for what is not found: point at it in the window (needs --headed)',
  kinds,
  /** Names the element to point at, its purpose, and its label on the pages known so far. */
  lookedFor: (name: string, label: string, where: string) =>
    `Looking for ${purposes[name] ?? `"${label}"`}, on "${where}". On the pages known so far: "${label}".`,
  /** The same for an option that the configuration names, in a list. */
  lookedForOption: (option: string, list: string, where: string) =>
    `Looking for the option "${option}" of the list "${list}", on "${where}".`,
  /** Shown in the window while raccord waits for a click there. */
  sign: (name: string, label: string) =>
    `raccord: click ${purposes[name] ?? `"${label}"`} (Escape leaves it)`,
  notFound: 'Nothing on this page is called so.',
  several: (matches: readonly string[]) =>
    `Several things fit: ${matches.map((one) => `"${one}"`).join(', ')}.`,
  taughtNotFitting: 'What was taught for it does not fit this page any more.',
  point: 'Click it in the browser window. Escape there leaves it.',
  unsettled: (why: keyof typeof unsettled, kind: TaughtKind) => unsettled[why](kind),
  /** A description in plain words. */
  described,
  column: columnOf,
  optionOf,
  askRemember: (description: string) => `Understood: ${description}. Remember it?`,
  askRememberOutlined: (description: string) =>
    `Understood: ${description}; it is outlined in the window. Remember it?`,
  askWords: (words: string) => `This button sends the form. Type its words to confirm: ${words}`,
  /** Heading above the data that a form is about to send. */
  firstWrite: (where: string) =>
    `First sending of "${where}" since something was taught on it. It shows (passwords are left out):`,
  value: (label: string, text: string) => `  ${label}: ${text}`,
  askSend: 'Is that all as it should be, and may it be sent?',
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
    return thing.kind === 'column' ? columnOf(thing.words) : optionOf(thing.words);
  },
  help: {
    taught: 'what was taught by pointing: how each thing is found',
    list: 'list what was taught',
    forget: 'forget one name, as the list gives it, or everything',
    export: 'write it without anything of yours, to be sent on',
    import: 'add what another home exported',
    name: 'the name, as `declaration.contactPhone`',
    all: 'everything',
    output: 'the file to write (default: standard output)',
    file: 'the exported file',
  },
  rehearse: {
    help: 'all of it for one SIRET up to each submit; send nothing',
    through: (stopped: number) =>
      `Went up to "Valider" and "Soumettre", and through neither. Sent: 0; stopped: ${stopped}.`,
    wouldSend: (application: string, company: string, login: string) =>
      `A run would declare ${application} and create ${login} for ${company}.`,
    allKnown: 'Everything on the way was found by the words that raccord knows.',
    byTaught: (count: number) =>
      `Everything on the way was found; ${count} by what was taught (+ now), the rest by the words that raccord knows:`,
    next: (command: string) => `The first real write: ${command}`,
  },
  nothing: 'Nothing was taught.',
  line: (name: string, described: string, where: string, day: string) =>
    `${name}: ${described} (${where}, ${day})`,
  notTaught: (name: string, names: string) =>
    `"${name}": nothing of that name was taught; there is: ${names === '' ? '-' : names}`,
  forgotten: (count: number) => `Forgotten: ${count}`,
  exported: (count: number, file: string) =>
    `${count} written to ${file}. Look through it before you send it.`,
  imported: (count: number) =>
    `${count} added. The first sending of each form shows its values and asks.`,
};
