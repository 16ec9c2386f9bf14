import { listAttachments } from '../../src/piste/attachments.ts';
import type { Conversation } from '../../src/piste/conversation.ts';
import { expect, LILLE, LYON, steps, test } from './api-fixtures.ts';

const MANY = Array.from({ length: 230 }, (_, index) => String(10_000_000_000_000 + index));

test.describe('an account with more structures than fit on a page', () => {
  test.use({ pisteOptions: { attached: () => [...MANY, LYON] } });

  test('has all pages read, and its own found on the last', async ({ prove }) => {
    const proof = await prove();
    expect(proof).toMatchObject({ kind: 'works', attachment: 'listed', expiresOn: '2027-12-30' });
    expect(proof.kind === 'works' && proof.structures).toHaveLength(231);
    expect(steps(proof).filter((step) => step === 'attachments 200')).toHaveLength(3);
  });

  test('is not said to work when a page is missing', async ({ prove, piste }) => {
    piste.fail({ at: 'attachments', how: 'error', after: 1 });
    expect(await prove()).toMatchObject({ kind: 'unavailable', at: 'attachments' });
  });
});

test('a list without end is read for a hundred pages, and then searched', async ({
  client,
  prove,
  jsonServer,
}) => {
  const apiUrl = await jsonServer(() => ({
    codeRetour: 0,
    listeStructureRattachement: [{ idStructure: 1, identifiantStructure: LILLE }],
    listeStructures: [{ idStructureCPP: 2, identifiantStructure: LYON }],
    parametresRetour: { pages: 1_000_000 },
  }));
  const proof = await prove({ client: client({ apiUrl }) });
  expect(proof).toMatchObject({ kind: 'works', attachment: 'searched' });
  expect(steps(proof).filter((step) => step === 'attachments 200')).toHaveLength(100);
});

/** A server that answers with pages of a list, and with no count of them. */
function talkOf(pageOf: (page: number) => readonly string[] | null): Conversation {
  return {
    sanitize: (text: string | undefined) => text,
    ask: (_: string, { parametresRecherche }: { parametresRecherche: Asked }) => {
      const sirets = pageOf(parametresRecherche.pageResultatDemandee);
      const listed = sirets?.map((identifiantStructure) => ({ identifiantStructure })) ?? null;
      return Promise.resolve({ kind: 'fine', document: { listeStructureRattachement: listed } });
    },
  } as unknown as Conversation;
}

interface Asked {
  readonly pageResultatDemandee: number;
}

test('a full page without a count of pages is not taken for the last', async () => {
  const talk = talkOf((page) => MANY.slice((page - 1) * 100, page * 100));
  const listed = await listAttachments(talk);
  expect(listed).toMatchObject({ kind: 'listed', complete: true });
  expect(listed.kind === 'listed' && listed.structures).toHaveLength(MANY.length);
});

test('a server that gives its first page for every other is not taken to have told all', async () => {
  const listed = await listAttachments(talkOf(() => MANY.slice(0, 100)));
  expect(listed).toMatchObject({ kind: 'listed', complete: false });
  expect(listed.kind === 'listed' && listed.structures).toHaveLength(100);
});

test('a list that is null is an empty one', async () => {
  const listed = await listAttachments(talkOf(() => null));
  expect(listed).toEqual({ kind: 'listed', structures: [], complete: true });
});

test('an account of other structures is told with those that it has', async ({ prove }) => {
  const proof = await prove({ siret: '35600000000048' as typeof LYON });
  expect(proof).toMatchObject({ kind: 'not-attached', refusedApis: [] });
  const sirets = proof.kind === 'not-attached' ? proof.structures.map(({ siret }) => siret) : [];
  expect(sirets).toEqual(expect.arrayContaining([LYON, LILLE]));
});

test('an account that is attached to nothing is told so', async ({ prove, piste }) => {
  const libelle = "TRA_MSG_00.015 : La recherche n'a retourné aucun résultat";
  piste.fail({ at: 'attachments', how: 'refused', codeRetour: 20000, libelle });
  expect(await prove()).toMatchObject({ kind: 'not-attached', structures: [] });
});

test('a refusal is known by its message, since the number means anything', async ({
  prove,
  piste,
}) => {
  piste.fail({
    at: 'attachments',
    how: 'refused',
    codeRetour: 20000,
    libelle: 'GCU_MSG_01_057 : autre chose',
  });
  expect(await prove()).toMatchObject({
    kind: 'unexpected',
    cause: 'refusal',
    codeRetour: 20000,
    messageCode: 'GCU_MSG_01_057',
  });
});

for (const status of ['EN_COURS_DE_VALIDATION', 'REFUSEE', 'DESACTIVEE', 'SUPPRIMEE']) {
  test.describe(`an attachment that is ${status}`, () => {
    test.use({ pisteOptions: { attachmentStatus: () => status } });

    test('is none, and its state is told', async ({ prove }) => {
      expect(await prove()).toMatchObject({ kind: 'not-attached', attachmentStatus: status });
    });
  });
}

test.describe('a state that nobody has seen yet', () => {
  test.use({ pisteOptions: { attachmentStatus: () => 'VALIDE' } });

  test('is shown, and is no reason to doubt', async ({ prove }) => {
    expect(await prove()).toMatchObject({
      kind: 'works',
      structures: [{ status: 'VALIDE' }, {}, {}, {}, {}, {}, {}, {}],
    });
  });
});

test.describe('a list that gives no SIRET', () => {
  test.use({ pisteOptions: { listKey: 'listeRattachements' } });

  test('is searched by the number that the search gives', async ({ prove }) => {
    const proof = await prove();
    expect(proof).toMatchObject({ kind: 'works', attachment: 'listed', expiresOn: '2027-12-30' });
    expect(steps(proof)).toContain('search 200');
  });

  test('has no structure that the search does not find', async ({ prove }) => {
    const proof = await prove({ siret: '35600000000048' as typeof LYON });
    expect(proof).toMatchObject({ kind: 'not-attached' });
    expect(proof).toHaveProperty('structures.0.name', 'PL DIFFUSION LYON');
  });

  test('proves no attachment where the search is refused', async ({ prove, piste }) => {
    piste.fail({ at: 'search', how: 'not-subscribed' });
    expect(await prove()).toMatchObject({
      kind: 'works',
      attachment: 'unproven',
      refusedApis: ['structures'],
    });
  });

  test('leaves the question open where the search fails', async ({ prove, piste }) => {
    piste.fail({ at: 'search', how: 'error' });
    expect(await prove()).toMatchObject({ kind: 'unavailable', at: 'search' });
  });
});

test.describe('codeRetour as text', () => {
  test.use({ pisteOptions: { codeRetour: 'text' } });

  test('is read as the number that it is', async ({ prove }) => {
    expect(await prove()).toMatchObject({ kind: 'works', expiresOn: '2027-12-30' });
  });
});

for (const expiry of ['null', 'absent'] as const) {
  test.describe(`an expiry that is ${expiry}`, () => {
    test.use({ pisteOptions: { expiry } });

    test('is not told, and the account works', async ({ prove }) => {
      const proof = await prove();
      expect(proof.kind).toBe('works');
      expect(proof).not.toHaveProperty('expiresOn');
    });
  });
}

for (const how of ['error', 'refused', 'html', 'token-refused', 'cut'] as const) {
  test(`an expiry that cannot be had (${how}) takes nothing from the proof`, async ({
    prove,
    piste,
  }) => {
    piste.fail({ at: 'structure', how });
    const proof = await prove();
    expect(proof).toMatchObject({ kind: 'works', attachment: 'listed' });
    expect(proof).not.toHaveProperty('expiresOn');
  });
}

test.describe('without the API that has the list', () => {
  test.use({ pisteOptions: { subscribed: ['transverses', 'structures'] } });

  test('the search proves the attachment', { tag: '@exact' }, async ({ prove }) => {
    const proof = await prove();
    expect(proof).toMatchObject({
      kind: 'works',
      attachment: 'searched',
      structures: [{ siret: LYON }],
      expiresOn: '2027-12-30',
      refusedApis: ['utilisateurs'],
    });
    expect(steps(proof).slice(2)).toEqual([
      'attachments 403',
      'vat-rates 200',
      'search 200',
      'structure 200',
    ]);
  });

  test('the search proves that there is none', async ({ prove }) => {
    const siret = '35600000000048' as typeof LYON;
    expect(await prove({ siret })).toMatchObject({
      kind: 'not-attached',
      structures: [],
      refusedApis: ['utilisateurs'],
    });
  });

  test('a refused account is refused', async ({ prove, piste }) => {
    piste.fail({ at: 'vat-rates', how: 'account-refused' });
    expect(await prove()).toMatchObject({ kind: 'account-refused', named: true });
  });
});

test.describe('with the structures’ API alone', () => {
  test.use({ pisteOptions: { subscribed: ['structures'] } });

  test('the account works, and both others are told', async ({ prove }) => {
    expect(await prove()).toMatchObject({
      kind: 'works',
      attachment: 'searched',
      refusedApis: ['utilisateurs', 'transverses'],
    });
  });
});

test.describe('with the API of rates alone', () => {
  test.use({ pisteOptions: { subscribed: ['transverses'] } });

  test('the account works, for no structure that could be told', async ({ prove }) => {
    expect(await prove()).toMatchObject({
      kind: 'works',
      attachment: 'unproven',
      structures: [],
      refusedApis: ['utilisateurs', 'structures'],
    });
  });
});

test.describe('with the API of users alone', () => {
  test.use({ pisteOptions: { subscribed: ['utilisateurs'] } });

  test('the account works, without the date', async ({ prove }) => {
    const proof = await prove();
    expect(proof).toMatchObject({
      kind: 'works',
      attachment: 'listed',
      refusedApis: ['structures'],
    });
    expect(proof).not.toHaveProperty('expiresOn');
  });
});
