import { expect, test } from '@playwright/test';
import type { RequestFacts, PageRequest } from '../../src/browser/write-guard.ts';
import { readingEvidence } from '../../flows/pages/reading-evidence.ts';

const PORTAL = 'https://portail.exemple.fr';

function sent(path: string, body: unknown, more: Partial<PageRequest> = {}): PageRequest {
  return {
    url: `${PORTAL}${path}`,
    sender: `${PORTAL}/accueil`,
    kind: 'fetch',
    contentType: 'application/json; charset=utf-8',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...more,
  };
}

const QUESTIONS: readonly (readonly [path: string, body: unknown])[] = [
  ['/donnees/structures/rechercher', { q: '732' }],
  ['/donnees/structures/consulter', { structure: '0a7add9e' }],
  ['/api/rechercherStructures', { siret: '73282932000074' }],
  ['/api/structures-search', {}],
  ['/api/raccordements/liste', { structure: '12', etat: 'VALIDE' }],
  ['/api/connections/list', { sort: 'dateCreation' }],
  ['/lignes', { page: 1, taille: 10 }],
  ['/lignes', { parametresRecherche: { nbResultatsParPage: 100, pageResultatDemandee: 1 } }],
  [
    '/donnees',
    { draw: 1, start: 0, length: 10, search: { value: '', regex: false }, order: [], columns: [] },
  ],
  [
    '/donnees',
    { startRow: 0, endRow: 100, filterModel: { siret: { type: 'equals' } }, sortModel: [] },
  ],
  ['/rpc', { jsonrpc: '2.0', method: 'connections.list', params: {} }],
  ['/rpc?action=rechercher', { structure: '12' }],
  [
    '/graphql',
    {
      query: 'query Structures($q: String) { structures(q: $q) { siret } }',
      variables: { q: '7' },
    },
  ],
];

for (const [path, body] of QUESTIONS) {
  test(`${path} with ${JSON.stringify(body)} only asks`, () => {
    expect(readingEvidence.asks(sent(path, body))).toBe(true);
  });
}

const NO_QUESTIONS: readonly (readonly [path: string, body: unknown])[] = [
  ['/api/structures', { structure: '12' }],
  ['/api/structures', {}],
  ['/cartes', 'domaines'],
  ['/api/comptes', { structure: '12', page: 1 }],
  ['/api/assistant', { page: 2, reponses: { nom: 'x' } }],
  ['/api/comptes/creer', { q: '1' }],
  ['/api/list/add', { q: '1' }],
  ['/api/list/items', { name: 'x' }],
  ['/api/recherches/enregistrer', { filtre: {} }],
  ['/api/preferences', { filtre: { etat: '' }, page: 1 }],
  ['/api/structures/rechercher', { q: '1', puis: { action: 'supprimer' } }],
  ['/api/structures/rechercher', { operation: 'x' }],
  ['/api/structures/rechercher?action=creer', { q: '1' }],
  ['/rpc', { method: 'comptes.creer', page: 1 }],
  ['/graphql', { query: 'mutation { declare(siret: "1") { id } }' }],
  ['/graphql', { query: 'fragment F on S { siret } mutation M { declare { id } }' }],
  ['/api/structures/rechercher', [{ q: '1' }]],
  ['/api/structures/rechercher', '{"q":'],
  ['/api/sn_sc/v1/servicecatalog/items/1/submit_producer', { variables: {} }],
];

for (const [path, body] of NO_QUESTIONS) {
  test(`${path} with ${JSON.stringify(body)} may write`, () => {
    expect(readingEvidence.asks(sent(path, body))).toBe(false);
  });
}

for (const [what, more] of [
  ['a form', { kind: 'document' }],
  ['a beacon', { kind: 'ping' }],
  ['another type than JSON', { contentType: 'text/plain' }],
  ['a page of another host', { sender: 'https://ailleurs.exemple.fr/' }],
  ['a document without an address', { sender: 'about:blank' }],
] as const) {
  test(`the same question from ${what} may write`, () => {
    const request = sent('/structures/rechercher', { q: '7' });
    expect(readingEvidence.asks(request)).toBe(true);
    expect(readingEvidence.asks({ ...request, ...more })).toBe(false);
  });
}

const URLENCODED = { contentType: 'application/x-www-form-urlencoded' };

const PLATFORM_CALLS: readonly (readonly [
  path: string,
  body: unknown,
  asks: boolean,
  more?: Partial<PageRequest>,
])[] = [
  ['/api/now/sp/widget/widget-cards', { title: 'Créer un compte', enable_filter: 'true' }, true],
  ['/api/now/sp/rectangle/3f2a?id=aife_index', { messages: { submit: '' }, save: false }, true],
  ['/api/now/sp/rectangle/3f2a', '', true],
  ['/api/now/sp/search', { query: 'compte' }, true],
  ['/angular.do?sysparm_type=choices', { table: 'x' }, true],
  ['/xmlhttp.do', 'sysparm_processor=Aife&sysparm_name=preparer', true, URLENCODED],
  ['/api/now/sp/widget/3f2a', { title: 'Compte', submitLabel: 'Soumettre' }, true],
  ['/api/now/sp/widget/3f2a', { data: { buttons: ['Valider', 'Annuler'] } }, true],
  ['/api/now/sp/rectangle/3f2a', { _ui_actions: [{ action_name: 'insert_submit' }] }, true],
  ['/api/now/sp/rectangle/3f2a', { choices: [{ value: 'reset_password' }] }, true],
  ['/xmlhttp.do', 'sysparm_name=getChoix&sysparm_choix=creer', true, URLENCODED],
  ['/api/now/sp/rectangle/3f2a', { action: { name: 'submit' } }, false],
  ['/api/now/sp/rectangle/3f2a?action=creer', {}, false],
  ['/xmlhttp.do', 'sysparm_name=getComptes&sysparm_action=activer', false, URLENCODED],
  ['/api/now/sp/uiaction/42df', { table: 'x' }, false],
  ['/api/now/sp/rectangle/3f2a', { action: 'submit', login: 'TECH_1' }, false],
  ['/api/now/sp/rectangle/3f2a', { data: { save: true } }, false],
  ['/api/now/sp/widget/widget-delete-account', {}, false],
  ['/xmlhttp.do', 'sysparm_processor=Aife&sysparm_name=creerCompte', false, URLENCODED],
  ['/xmlhttp.do', '<creer/>', false, { contentType: 'text/xml' }],
  ['/api/now/sp/widget/a', {}, false, { kind: 'document' }],
  ['/api/now/sp/widget/a', {}, false, { sender: 'https://ailleurs.exemple.fr/' }],
];

for (const [path, body, asks, more] of PLATFORM_CALLS) {
  const told = JSON.stringify([body, ...(more === undefined ? [] : [more])]);
  test(`the platform's ${path} with ${told} ${asks ? 'only asks' : 'may write'}`, () => {
    expect(readingEvidence.asks(sent(path, body, more))).toBe(asks);
  });
}

const FORM = { kind: 'document', contentType: 'application/x-www-form-urlencoded' };

for (const [body, carries] of [
  ['SAMLResponse=abc&RelayState=1', true],
  ['code=abc&state=1&session_state=2', true],
  ['error=access_denied&state=1', true],
  ['SAMLResponse=abc&structure=12', false],
  ['state=1', false],
  ['code=abc', false],
  ['code=abc&_eventId_valider=', false],
  ['', false],
] as const) {
  test(`a form with "${body}" is ${carries ? 'a' : 'no'} message of a sign-in`, () => {
    expect(readingEvidence.carriesSignIn(sent('/retour', body, FORM))).toBe(carries);
    expect(readingEvidence.carriesSignIn(sent('/retour', body))).toBe(false);
  });
}

for (const [words, writes] of [
  ['Valider', true],
  ['Soumettre la demande', true],
  ['_eventId_valider', true],
  ['Oui, créer le compte', true],
  ['Déclarer un raccordement PISTE', false],
  ['Appliquer', false],
  ['Accéder au domaine', false],
  ["Création d'un compte technique", false],
  ['Validé', false],
] as const) {
  test(`to press "${words}" ${writes ? 'may write' : 'writes nothing'}`, () => {
    expect(readingEvidence.writingControl.test(words)).toBe(writes);
  });
}

/** A page that asks for name and password; what is shown instead, where it is said. */
const asks = (changes: Partial<RequestFacts> = {}): RequestFacts => ({
  passwords: 1,
  marks: [],
  typed: ['nom', 'motDePasse'],
  ...changes,
});

for (const [what, request, asked, answers] of [
  ['the form', sent('/connexion', 'nom=a&motDePasse=b&jeton=1', FORM), asks(), true],
  ['a script', sent('/connexion', { nom: 'a', motDePasse: 'b' }), asks(), true],
  [
    'a code',
    sent('/code', 'code=1', FORM),
    asks({ passwords: 0, marks: ['code'], typed: ['code'] }),
    true,
  ],
  ['another form of the page', sent('/avis', 'note=5', FORM), asks(), false],
  [
    'a form with more than any sign-in has',
    sent('/x', `nom=a&${'x=1&'.repeat(20)}`, FORM),
    asks(),
    false,
  ],
  ['a beacon', sent('/connexion', 'nom=a', { kind: 'ping' }), asks(), false],
  ['what no page asked for', sent('/connexion', 'nom=a', FORM), asks({ passwords: 0 }), false],
  ['a new password', sent('/x', 'nom=a&motDePasse=b', FORM), asks({ passwords: 2 }), false],
  [
    'an agreement',
    sent('/x', 'accept=1', FORM),
    asks({ passwords: 0, marks: ['terms'], typed: ['accept'] }),
    false,
  ],
] as const) {
  test(`${what} ${answers ? 'answers' : 'does not answer'} who is there`, () => {
    expect(readingEvidence.answersSignIn(request, asked)).toBe(answers);
  });
}
