import { expect, test } from '@playwright/test';
import { graphOperations } from '../../src/teaching/graphql-operations.ts';
import { identityOf } from '../../src/teaching/request-identity.ts';
import {
  isTaughtRequest,
  nameOfRequest,
  objectionToRequest,
  type SentRequest,
  type TaughtRequest,
} from '../../src/teaching/taught-request.ts';
import {
  forOthers,
  isReadable,
  joined,
  NOTHING_TAUGHT,
  parseTaught,
  without,
} from '../../src/teaching/taught.ts';

const JSON_TYPE = 'application/json;charset=utf-8';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const ORIGIN = { at: '2026-11-27T04:00:00.000Z', raccord: '1.0.0' };

/** A host of the portal. */
const isPortal = (host: string): boolean => host === 'portail.exemple.fr';

function sent(path: string, body: unknown, more: Partial<SentRequest> = {}): SentRequest {
  return {
    method: 'POST',
    url: `https://portail.exemple.fr${path}`,
    contentType: JSON_TYPE,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    mayBeSubmit: false,
    ...more,
  };
}

/** A request as it is remembered once a person said that it reads. */
function taught(request: SentRequest): TaughtRequest {
  const identity = identityOf(request);
  if (identity === undefined) throw new Error('it has no identity');
  const { path, names, operations } = identity;
  const host = new URL(request.url).hostname;
  return {
    ...{ ...ORIGIN, host, method: 'POST', path },
    names: [...names],
    operations: [...operations],
  };
}

const isLetThrough = (request: SentRequest, by: SentRequest): boolean =>
  isTaughtRequest([taught(by)], request, isPortal);

const objection = (request: SentRequest) => objectionToRequest(request, isPortal);

test('an empty question has no names, and is read again as it was taught', () => {
  const request = sent('/api/structures/liste', '{}');
  expect(taught(request).names).toEqual([]);
  expect(isReadable({ ...NOTHING_TAUGHT, requests: [taught(request)] })).toBe(true);
  expect(isLetThrough(request, request)).toBe(true);
});

test('a request whose names could not be read again is never taught', () => {
  for (const name of ['', ' page', 'n'.repeat(301)]) {
    expect(objection(sent('/api/liste', { [name]: 1 })), name).toBe('unreadable');
  }
});

test.describe('what a request is known by', () => {
  for (const [path, general] of [
    ['/structures/73282932000074/comptes', '/structures/:siret/comptes'],
    ['/structures/12', '/structures/:number'],
    ['/structures/0a7add9e0f1b4c2d8e9f0a1b2c3d4e5f', '/structures/:id'],
    ['/s/123e4567-e89b-12d3-a456-426614174000/x', '/s/:uuid/x'],
    ['/usagers/camille%40exemple.fr', '/usagers/:email'],
    ['/api/v2/lignes', '/api/v2/lignes'],
    ['/cpp/liste;jsessionid=0A1B/lignes', '/cpp/liste/lignes'],
  ] as const) {
    test(`${path} is known as ${general}`, () => {
      expect(identityOf(sent(path, {}))?.path).toBe(general);
    });
  }

  test('of what is sent it keeps names, those inside others too, and no value', () => {
    const body = {
      filtre: { siret: '73282932000074', etat: 'ACTIF' },
      lignes: [{ nom: 'Martin' }, { nom: 'Durand', rang: 2 }],
      vide: [],
      '73282932000074': true,
    };
    const identity = identityOf(sent('/lignes?execution=e1s2', body));
    expect(identity).toEqual({
      ...{ method: 'POST', path: '/lignes', operations: [] },
      names: [
        ...[':siret', '?execution', 'filtre.etat', 'filtre.siret'],
        ...['lignes[].nom', 'lignes[].rang', 'vide'],
      ],
    });
  });

  test('of a form it keeps the names of its fields', () => {
    const form = sent('/x', 'zone.critere=12&page=2&page=3', { contentType: FORM_TYPE });
    expect(identityOf(form)?.names).toEqual(['page', 'zone.critere']);
  });

  for (const [what, request, operations] of [
    [
      'JSON-RPC',
      sent('/rpc', { jsonrpc: '2.0', method: 'structures.offertes', params: {} }),
      ['method=structures.offertes'],
    ],
    ['its address', sent('/rpc?action=voir', {}), ['?action=voir']],
    [
      'a form',
      sent('/x', 'sysparm_processor=AifeCompte', { contentType: FORM_TYPE }),
      ['sysparm_processor=AifeCompte'],
    ],
    ['a short number', sent('/rpc', { cmd: 7 }), ['cmd=7']],
    [
      'each question of a batch',
      sent('/rpc', [{ method: 'b' }, { method: 'a' }]),
      ['[].method=a', '[].method=b'],
    ],
    [
      'GraphQL',
      sent('/graphql', { query: 'query Liste($q: String) { a(q: $q) }', variables: { q: '7' } }),
      ['query Liste'],
    ],
    [
      'GraphQL without a name',
      sent('/graphql', { query: '{ structures(q: "x") { siret } }' }),
      ['query {structures}'],
    ],
  ] as const) {
    test(`the operation that ${what} names is part of it`, () => {
      expect(identityOf(request)?.operations).toEqual(operations);
    });
  }

  for (const [what, request] of [
    ['a text', sent('/x', 'bonjour', { contentType: 'text/plain' })],
    ['JSON that is cut', sent('/x', '{"a":')],
    ['an operation in a sentence', sent('/x', { action: 'Voir la liste des comptes' })],
    ['a stored GraphQL document', sent('/x', { operationName: 'A', variables: {} })],
    [
      'more names than any question has',
      sent('/x', Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`n${at}x`, 1]))),
    ],
  ] as const) {
    test(`${what} is known by nothing`, () => {
      expect(identityOf(request)).toBeUndefined();
      expect(objection(request)).toBe('unreadable');
    });
  }
});

test.describe('what a GraphQL document asks for', () => {
  for (const [document, operations] of [
    ['query A { a } mutation B { b }', ['query A', 'mutation B']],
    ['fragment query on S { siret } query A @live { ...query }', ['query A']],
    ['# mutation X { x }\n{ a(t: "mutation Y { y }") { b } }', ['query {a}']],
    ['query A($f: F = { k: 1 }) { a(f: $f) { b } c }', ['query A']],
    ['subscription S { s }', ['subscription S']],
  ] as const) {
    test(document.replace('\n', ' '), () => {
      const found = graphOperations(document)?.map(({ type, name }) => `${type} ${name}`);
      expect(found).toEqual(operations);
    });
  }

  for (const text of ['structures', 'query A {', 'fragment F on S { a }', '']) {
    test(`"${text}" is none`, () => {
      expect(graphOperations(text)).toBeUndefined();
    });
  }
});

test.describe('what is never taught as reading', () => {
  const plain = { saisie: '732' };
  for (const [why, request] of [
    ['another-host', sent('/x', plain, { url: 'https://ailleurs.exemple.fr/x' })],
    ['method', sent('/x', plain, { method: 'PUT' })],
    ['submit', sent('/x', plain, { mayBeSubmit: true })],
    ['mutation', sent('/graphql', { query: 'mutation { a }' })],
    [
      'mutation',
      sent('/x', 'query A { a } mutation B { b }', { contentType: 'application/graphql' }),
    ],
    ['mutation', sent('/graphql', [{ query: '{ a }' }, { query: 'mutation { b }' }])],
    ['password', sent('/x', { identifiant: 'a', motDePasse: 'b' })],
    ['password', sent('/x', { variables: { mot_de_passe: 'b' } })],
    ['password', sent('/x', 'j_password=b', { contentType: FORM_TYPE })],
    ['says-it-writes', sent('/comptes/creer', plain)],
    ['says-it-writes', sent('/items/1/submit_producer', plain)],
    ['says-it-writes', sent('/rpc', { method: 'comptes.creer' })],
    ['says-it-writes', sent('/rpc', { quoi: 'supprimerCompte' })],
    ['says-it-writes', sent('/rpc', { zone: { quoi: 'supprimerCompte' } })],
    ['says-it-writes', sent('/x', '_eventId_valider=', { contentType: FORM_TYPE })],
    ['says-it-writes', sent('/graphql', { query: 'query deleteAccount { a }' })],
  ] as const) {
    test(`${why}: ${request.method} ${request.url} with ${request.body}`, () => {
      expect(objection(request)).toBe(why);
    });
  }

  for (const request of [
    sent('/x', plain),
    sent('/x', ''),
    sent('/declarations/liste', { passif: 1, etat: 'ENREGISTREE' }),
    sent('/graphql', { query: 'query A { createdAt updatedBy }' }),
  ]) {
    test(`${request.url} with ${request.body} may be`, () => {
      expect(objection(request)).toBeUndefined();
    });
  }
});

test.describe('what was taught lets through', () => {
  const read = sent('/services', {
    ...{ jsonrpc: '2.0', method: 'structure.fiche' },
    params: { structure: '1' },
  });

  test('the same request with other values', () => {
    const other = { jsonrpc: '2.0', method: 'structure.fiche', params: { structure: '73282932' } };
    expect(isLetThrough(sent('/services', other), read)).toBe(true);
    expect(isLetThrough(sent('/s/12/x', {}), sent('/s/7/x', {}))).toBe(true);
  });

  for (const [what, request] of [
    [
      'another operation of the same names',
      sent('/services', { jsonrpc: '2.0', method: 'compte.demande', params: { structure: '1' } }),
    ],
    [
      'other names',
      sent('/services', { jsonrpc: '2.0', method: 'structure.fiche', params: { nom: '1' } }),
    ],
    [
      'one name more',
      sent('/services', {
        ...{ jsonrpc: '2.0', method: 'structure.fiche' },
        params: { structure: '1', email: 'a' },
      }),
    ],
    ['another path', { ...read, url: 'https://portail.exemple.fr/services/autres' }],
    ['another host of the portal', { ...read, url: 'https://cpro.exemple.fr/services' }],
    ['another method', { ...read, method: 'PUT' }],
    ['the same once "Valider" was pressed', { ...read, mayBeSubmit: true }],
    [
      'a value that says that it writes',
      sent('/services', {
        ...{ jsonrpc: '2.0', method: 'structure.fiche' },
        params: { structure: 'supprimer' },
      }),
    ],
  ] as const) {
    test(`but not ${what}`, () => {
      expect(isTaughtRequest([taught(read)], request, () => true)).toBe(false);
    });
  }

  test('a GraphQL query of that name, and no other query', () => {
    const graph = (query: string): SentRequest => sent('/graphql', { query });
    expect(isLetThrough(graph('query A { a b }'), graph('query A { a }'))).toBe(true);
    expect(isLetThrough(graph('query B { a }'), graph('query A { a }'))).toBe(false);
    expect(isLetThrough(graph('mutation A { a }'), graph('query A { a }'))).toBe(false);
  });
});

test.describe('in the file of what was taught', () => {
  const request = taught(sent('/structures/PLDISTRIBUTION/lignes', { methode: 'voir', saisie: 1 }));
  const known = { ...NOTHING_TAUGHT, requests: [request] };
  const name = '/structures/PLDISTRIBUTION/lignes#methode=voir';

  test('a file from before requests could be taught is read', () => {
    expect(parseTaught('{"version":1,"things":[]}', 'taught.json')).toEqual(NOTHING_TAUGHT);
  });

  test('a request is forgotten by its path and operation', () => {
    expect(nameOfRequest(request)).toBe(name);
    expect(without(known, '/structures').requests).toEqual([request]);
    expect(without(known, name).requests).toEqual([]);
  });

  test('what is sent on names nobody', () => {
    const clean = forOthers(known, (text) => text.replace('PLDISTRIBUTION', 'XXX'));
    expect(clean.requests.map(({ path }) => path)).toEqual(['/structures/XXX/lignes']);
    expect(parseTaught(JSON.stringify(clean), 'taught.json')).toEqual(clean);
  });

  test('what is brought from elsewhere is joined, each request once', () => {
    const later = { ...request, at: '2026-12-01T04:00:00.000Z' };
    const other = taught(sent('/autre', {}));
    const both = joined(known, { ...NOTHING_TAUGHT, requests: [later, other] });
    expect(both.requests).toEqual([later, other]);
  });

  for (const [what, more] of [
    ['a mutation', { operations: ['mutation Creer'] }],
    ['a path that says that it writes', { path: '/comptes/creer' }],
    ['a password', { names: ['mot_de_passe'] }],
    ['another method', { method: 'DELETE' }],
  ] as const) {
    test(`${what} is refused, whoever wrote it`, () => {
      const text = JSON.stringify({ ...known, requests: [{ ...request, ...more }] });
      expect(() => parseTaught(text, 'taught.json')).toThrow('CONFIG_INVALID');
    });
  }
});
