import { expect, test } from '@playwright/test';
import {
  classifyAnswer,
  type Answer,
  type SeenAnswer,
  type ShownMessage,
} from '../../src/acting/classify-answer.ts';
import { describesFailure } from '../../src/seeing/outcome-words.ts';

const WRONG = "Le numéro de téléphone n'est pas valide.";
const TAKEN = 'Votre demande a bien été prise en compte.';
const IDENTIFY = 'Veuillez vous identifier.';
const OF_SIGN_IN = [
  'Votre session est terminée.',
  'Vous avez été déconnecté avec succès.',
  'Déconnexion de votre compte effectuée.',
  'Depuis le 1er septembre 2026, les factures sont transmises par les plateformes agréées.',
  'Maintenance terminée : tous les services sont disponibles.',
  'Un code vous a été envoyé à l’adresse de votre compte.',
];
const LIKE_OURS = 'Un compte technique porte ce login.';
const CLOSED = 'Le service est momentanément indisponible.';

/** A page that stands still after its write was answered, with its form and without a word. */
const STILL: SeenAnswer = {
  messages: [],
  invalid: [],
  sentences: [],
  formIsThere: true,
  isReplaced: false,
  leadsToSignIn: false,
  write: 200,
  broken: undefined,
  quietFor: 2_000,
};

const GONE = { formIsThere: false } as const;

const refused = (message: string, isSure: boolean): Answer => ({
  kind: 'refused',
  message,
  isSure,
});
const accepted = (message: string): Answer => ({ kind: 'accepted', message });
const unclear = (reason: string): Answer => ({ kind: 'unclear', reason });
const mayBeTaken = (reason: string): Answer => ({ kind: 'unclear', reason, mayBeTaken: true });
const gone = (reason: string, isTaken: boolean): Answer => ({ kind: 'unclear', reason, isTaken });

function says(text: string, ...marks: string[]): { messages: ShownMessage[] } {
  return { messages: [{ text, marks }] };
}

/** A message of which a person said what it means. */
function taught(
  meaning: 'accepted' | 'refused',
  text: string,
  ...marks: string[]
): { messages: ShownMessage[] } {
  return { messages: [{ text, marks, meaning }] };
}

const SUCCESS = ['alert', 'alert-success'];

/** A line of the page that nothing but its icon marks. */
const BADGE: ShownMessage = {
  text: 'Disponible : aucun problème récent à signaler',
  marks: ['fa-check-circle'],
  own: [],
  isFaint: true,
};

const byTaught = (message: string): Answer => ({ kind: 'accepted', message, isTaught: true });

const CASES: Readonly<Record<string, readonly [Partial<SeenAnswer>, Answer | undefined]>> = {
  'an alert without a mark beside the form is a refusal that the list must bear out': [
    says(WRONG),
    refused(WRONG, false),
  ],
  'so is one whose words would be a confirmation': [says(TAKEN), refused(TAKEN, false)],
  'so is a class that says nothing': [says(WRONG, 'x7', 'bandeau'), refused(WRONG, false)],
  'so is a warning': [says(WRONG, 'alert', 'alert-warning'), refused(WRONG, false)],
  'so is a sentence that stands in nothing known': [{ sentences: [WRONG] }, refused(WRONG, false)],
  'a class of error beside the form is a refusal': [
    says(WRONG, 'alert', 'alert-danger'),
    refused(WRONG, true),
  ],
  'a class of error in capitals within a word is one too': [
    says(WRONG, 'MuiAlert-standardError'),
    refused(WRONG, true),
  ],
  'an icon of error beside the form is a refusal': [
    says(WRONG, 'fa', 'fa-times-circle'),
    refused(WRONG, true),
  ],
  'an invalid field is a refusal in its own words': [{ invalid: [WRONG] }, refused(WRONG, true)],
  'HTTP 422 is a refusal in the words of the page': [
    { ...says(WRONG), write: 422 },
    refused(WRONG, true),
  ],
  'HTTP 422 is a refusal in whatever words the page has': [
    { sentences: [WRONG], write: 422 },
    refused(WRONG, true),
  ],
  'HTTP 409 without a word is a refusal all the same': [{ write: 409 }, refused('HTTP 409', true)],
  'what was taught as an acceptance is one, beside the form too': [
    taught('accepted', WRONG),
    byTaught(WRONG),
  ],
  'it is one where the form is gone': [{ ...taught('accepted', WRONG), ...GONE }, byTaught(WRONG)],
  'it outweighs no mark of an error': [
    taught('accepted', TAKEN, 'alert-danger'),
    refused(TAKEN, true),
  ],
  'it is none where nothing was sent': [
    { ...taught('accepted', TAKEN), write: 'none' },
    refused(TAKEN, false),
  ],
  'it is none where the status refuses': [
    { ...taught('accepted', TAKEN), write: 422 },
    refused(TAKEN, true),
  ],
  'what was taught as a refusal must be borne out by the list, beside the form': [
    taught('refused', TAKEN, 'alert-success'),
    refused(TAKEN, false),
  ],
  'and where the form is gone': [
    { ...taught('refused', TAKEN, 'alert-success'), ...GONE },
    refused(TAKEN, false),
  ],
  'a success in class and status may leave the form where it is': [
    says(TAKEN, 'alert-success'),
    accepted(TAKEN),
  ],
  'so may an icon of success, with the form emptied and its fields missing': [
    { ...says(TAKEN, 'fa-check-circle'), invalid: ['Téléphone'] },
    accepted(TAKEN),
  ],
  'a success in class beside the form is none where nothing was sent': [
    { ...says(TAKEN, 'alert-success'), write: 'none' },
    refused(TAKEN, false),
  ],
  'nor where its words tell of a failure': [says(WRONG, 'toast-success'), refused(WRONG, false)],
  'nor where the write was refused': [
    { ...says(TAKEN, 'alert-success'), write: 400 },
    refused(TAKEN, true),
  ],
  'a class of AngularJS on a field is no error': [
    says(TAKEN, 'ng-invalid', 'alert-success'),
    accepted(TAKEN),
  ],
  'an alert in place of the form is a confirmation': [{ ...GONE, ...says(TAKEN) }, accepted(TAKEN)],
  'a success in place of the form is a confirmation': [
    { ...GONE, ...says(TAKEN, 'success'), quietFor: 0 },
    accepted(TAKEN),
  ],
  'an error in place of the form is unclear': [
    { ...GONE, ...says(WRONG, 'alert-danger') },
    unclear(WRONG),
  ],
  'an alert that tells of a failure in place of the form is unclear': [
    { ...GONE, ...says('Une erreur est survenue.') },
    unclear('Une erreur est survenue.'),
  ],
  'a success by its own class in a box of errors is a confirmation': [
    { ...GONE, messages: [{ text: TAKEN, marks: ['alert-success', 'form-errors'], own: SUCCESS }] },
    accepted(TAKEN),
  ],
  'so is one with a cross that closes it, beside the form too': [
    { messages: [{ text: TAKEN, marks: ['alert-success', 'fa-times'], own: SUCCESS }] },
    accepted(TAKEN),
  ],
  'it is none where its words tell of a failure, in place of the form too': [
    { ...GONE, messages: [{ text: WRONG, marks: SUCCESS, own: SUCCESS }] },
    unclear(WRONG),
  ],
  'a warning in a box of errors is a refusal all the same': [
    { messages: [{ text: WRONG, marks: ['warning', 'form-errors'], own: ['warning'] }] },
    refused(WRONG, true),
  ],
  'a success of something done stays one, whatever else it says': [
    { ...GONE, messages: [{ text: `${TAKEN} Il ne peut plus être modifié.`, marks: ['success'] }] },
    accepted(`${TAKEN} Il ne peut plus être modifié.`),
  ],
  'a failure beside a sign of success in place of the form is unclear': [
    { ...GONE, messages: [{ text: WRONG, marks: ['alert-warning'] }, BADGE] },
    unclear(`${WRONG} ${BADGE.text}`),
  ],
  'a line with an icon of success is no confirmation where it tells of nothing done': [
    { ...GONE, messages: [BADGE], quietFor: 8_000 },
    gone(`the form is gone and the page says "${BADGE.text}"`, true),
  ],
  'nor was it taken where a sentence beside it tells of a failure': [
    { ...GONE, messages: [BADGE], sentences: [WRONG], quietFor: 8_000 },
    gone(`the form is gone and the page says "${BADGE.text}"`, false),
  ],
  'beside the form it is neither that nor a refusal': [
    { messages: [BADGE] },
    { kind: 'unclear', reason: BADGE.text, isTaken: true },
  ],
  'a notice about another service takes nothing from a success of something done': [
    {
      ...GONE,
      messages: [
        { text: TAKEN, marks: ['alert-success'] },
        { text: 'Service Annuaire indisponible.', marks: ['alert-warning'] },
      ],
    },
    accepted(`${TAKEN} Service Annuaire indisponible.`),
  ],
  'nor is what a live region alone says': [
    { ...GONE, messages: [{ ...BADGE, marks: [] }], quietFor: 8_000 },
    gone(`the form is gone and the page says "${BADGE.text}"`, true),
  ],
  'either is one where it tells of something done': [
    { ...GONE, messages: [{ ...BADGE, text: TAKEN, marks: [] }] },
    accepted(TAKEN),
  ],
  'a sign of success beside a taught confirmation makes it no surer': [
    { messages: [...taught('accepted', WRONG).messages, BADGE] },
    byTaught(`${WRONG} ${BADGE.text}`),
  ],
  'HTTP 404 in place of the form is unclear, with what is said': [
    { ...GONE, sentences: ['Page introuvable, désolé.'], write: 404 },
    unclear('HTTP 404: Page introuvable, désolé.'),
  ],
  'another page without a mark is unclear once it was quiet for long': [
    { ...GONE, isReplaced: true, sentences: [TAKEN], quietFor: 8_000 },
    gone(`the form is gone and the page says "${TAKEN}"`, true),
  ],
  'a page that says nothing in place of the form is unclear': [
    { ...GONE, quietFor: 8_000 },
    gone('the form is gone without a word', true),
  ],
  'a page in place of the form that tells of a failure did not take it': [
    { ...GONE, isReplaced: true, sentences: [WRONG], quietFor: 8_000 },
    gone(`the form is gone and the page says "${WRONG}"`, false),
  ],
  'a page in place of the form that has nothing to offer did not take it': [
    { ...GONE, isReplaced: true, sentences: [CLOSED], quietFor: 8_000 },
    gone(`the form is gone and the page says "${CLOSED}"`, false),
  ],
  'nor did one that asks to sign in': [
    { ...GONE, isReplaced: true, leadsToSignIn: true, quietFor: 8_000 },
    gone('the form is gone without a word', false),
  ],
  'nor does an alert confirm there that tells of nothing done': [
    { ...GONE, ...says(IDENTIFY, 'alert', 'alert-info'), leadsToSignIn: true, quietFor: 8_000 },
    gone(`the form is gone and the page says "${IDENTIFY}"`, false),
  ],
  ...Object.fromEntries(
    OF_SIGN_IN.map((text) => [
      `nor one of its own: ${text}`,
      [
        { ...GONE, ...says(text, 'alert', 'alert-success'), leadsToSignIn: true, quietFor: 8_000 },
        gone(`the form is gone and the page says "${text}"`, false),
      ],
    ]),
  ),
  'it may follow a form that was taken, as words say': [
    { ...GONE, ...says(TAKEN, 'alert', 'alert-info'), leadsToSignIn: true },
    accepted(TAKEN),
  ],
  'a form that is gone without a request that was seen may not have been taken': [
    { ...GONE, write: 'none', quietFor: 8_000 },
    gone('the form is gone without a word', false),
  ],
  'the form on a new page without a word is unclear': [
    { isReplaced: true, quietFor: 8_000 },
    unclear('the form is shown again without a word'),
  ],
  'a write that broke off refuses nothing, whatever the page says': [
    { ...says(WRONG, 'alert-danger'), broken: 'HTTP 502' },
    unclear('HTTP 502'),
  ],
  'so is a refusal beside a request that broke off': [
    { ...says(WRONG, 'alert-danger'), brokenBeside: 'HTTP 503' },
    unclear('HTTP 503'),
  ],
  'an alert in place of the form is no confirmation beside such a request': [
    { ...GONE, ...says(TAKEN), brokenBeside: 'HTTP 503' },
    mayBeTaken(`HTTP 503: ${TAKEN}`),
  ],
  'nor is a form that is gone without a word one that was taken': [
    { ...GONE, quietFor: 8_000, brokenBeside: 'HTTP 503' },
    mayBeTaken('the form is gone without a word'),
  ],
  'a success in class is one': [
    { ...says(TAKEN, 'alert-success'), brokenBeside: 'HTTP 503' },
    accepted(TAKEN),
  ],
  'an alert in place of the form is no confirmation where another request was refused': [
    { ...GONE, ...says('Opération enregistrée'), refusedBeside: 422 },
    mayBeTaken('HTTP 422: Opération enregistrée'),
  ],
  'nor was a form taken for sure then that is gone without a word': [
    { ...GONE, quietFor: 8_000, refusedBeside: 422 },
    mayBeTaken('the form is gone without a word'),
  ],
  'nor one beside which only an icon says so': [
    { messages: [BADGE], refusedBeside: 422 },
    mayBeTaken(BADGE.text),
  ],
  'it may not have been where a mark of an error stands in its place': [
    { ...GONE, ...says(WRONG, 'alert-danger'), refusedBeside: 422 },
    unclear(WRONG),
  ],
  'nor where the page asks to sign in': [
    { ...GONE, leadsToSignIn: true, quietFor: 8_000, refusedBeside: 422 },
    gone('the form is gone without a word', false),
  ],
  'whatever it says': [
    { ...GONE, ...says(IDENTIFY), leadsToSignIn: true, quietFor: 8_000, brokenBeside: 'HTTP 401' },
    gone(`the form is gone and the page says "${IDENTIFY}"`, false),
  ],
  'even that something was done: the session had ended for one of the requests': [
    { ...GONE, ...says(TAKEN), leadsToSignIn: true, brokenBeside: 'HTTP 401' },
    unclear(`HTTP 401: ${TAKEN}`),
  ],
  'an alert beside the form is a refusal then that the list must bear out': [
    { ...says(LIKE_OURS), refusedBeside: 422 },
    refused(LIKE_OURS, false),
  ],
  'so is a mark of an error': [
    { ...says(WRONG, 'alert-danger'), refusedBeside: 422 },
    refused(WRONG, false),
  ],
  'so is what was taught as a refusal': [
    { ...taught('refused', LIKE_OURS), refusedBeside: 422 },
    refused(LIKE_OURS, false),
  ],
  'so is that in place of the form': [
    { ...taught('refused', LIKE_OURS), ...GONE, refusedBeside: 422 },
    refused(LIKE_OURS, false),
  ],
  'it is none where a third request broke off': [
    { ...says(WRONG, 'alert-danger'), refusedBeside: 422, brokenBeside: 'HTTP 503' },
    unclear('HTTP 503'),
  ],
  'a success in class is a confirmation then too': [
    { ...says(TAKEN, 'alert-success'), refusedBeside: 404 },
    accepted(TAKEN),
  ],
  'a form that was taken and is answered in another tab may have been taken': [
    { isForm: true, quietFor: 30_000 },
    gone('no word within 30 s', true),
  ],
  'a script that says nothing beside the form told of nothing taken': [
    { quietFor: 30_000 },
    unclear('no word within 30 s'),
  ],
  'nothing is told while the write is under way': [
    { ...says(WRONG, 'alert-danger'), write: 'under-way' },
    undefined,
  ],
  'a form that may be about to go is waited for': [
    { ...says(TAKEN, 'alert-success'), quietFor: 100 },
    undefined,
  ],
  'a form without a word is waited for': [{ quietFor: 20_000 }, undefined],
};

for (const [name, [seen, answer]] of Object.entries(CASES)) {
  test(name, () => {
    expect(classifyAnswer({ ...STILL, ...seen })).toEqual(answer);
  });
}

test('all words are told, each once, and no more than a person reads', () => {
  const messages = [says('Erreur', 'error'), says(WRONG), says(WRONG)].flatMap(
    (one) => one.messages,
  );
  expect(classifyAnswer({ ...STILL, messages })).toEqual(refused(`Erreur ${WRONG}`, true));
  const long = classifyAnswer({ ...STILL, ...says('mot '.repeat(1_000)) });
  expect(long).toMatchObject({ message: expect.stringMatching(/^.{400,500}$/u) });
});

for (const [text, tells] of [
  [WRONG, true],
  ['Ce nom d’application PISTE est déjà utilisé.', true],
  ['Champ obligatoire', true],
  ['Le portail est momentanément indisponible.', true],
  ['Page introuvable', true],
  ['Votre session a expiré.', true],
  ['Your session has expired. Click OK to log in again.', true],
  ['The request could not be processed.', true],
  [TAKEN, false],
  ['Le mot de passe expire le 21/01/2028.', false],
  ['La déclaration du raccordement a bien été enregistrée.', false],
  ['Your request was submitted.', false],
] as const) {
  test(`"${text}" ${tells ? 'tells' : 'does not tell'} of a failure`, () => {
    expect(describesFailure(text)).toBe(tells);
  });
}
