import { isSameName, nextFreeName } from '../src/domain/application-name.ts';
import { RaccordError } from '../src/errors/raccord-error.ts';
import type { PortalRow } from '../src/domain/portal-row.ts';
import { isUnconfirmed } from '../src/domain/operation.ts';
import type { ConnectionOutcome, EnrolmentRequest, Succeeded } from '../src/domain/outcome.ts';
import type { Siret } from '../src/domain/siret.ts';
import type { WriteBasis } from '../src/domain/write-basis.ts';
import { ConnectionsPage, type ConnectionRow } from './pages/connections-page.ts';
import { DeclarationPage, type Declaration } from './pages/declaration-page.ts';
import type { Tools } from './tools.ts';
import {
  confirmSent,
  NOT_SHOWN,
  observe,
  sendOnce,
  settleEarlier,
  type SentForm,
  type Write,
} from './write.ts';

/**
 * Declares the structure's API connection, unless the portal's list shows one: "Raccordement EDI et
 * API", "Gérer raccordement API", "Déclarer un raccordement PISTE" (facts/source.md).
 */
export async function declareConnection(
  request: EnrolmentRequest,
  tools: Tools,
): Promise<Succeeded<ConnectionOutcome>> {
  const { steps, activePage, writes } = tools;
  const list = await steps.run('open-connections', () => openList(tools));
  const { known, basis } = await steps.run('read-connections', () =>
    readKnown(request, list, tools),
  );
  if (known !== undefined) return known;

  // Held from the choice of a free name to its intent, so that no other worker chooses one.
  const sent = await writes.exclusively(async () => {
    const form = new DeclarationPage(activePage);
    const declaration = await steps.run('fill-declaration', async () => {
      const meant = await whatToDeclare(request, list, tools);
      await list.pressDeclare();
      await form.fill(meant);
      return meant;
    });
    return steps.run(
      'submit-declaration',
      () => submit(declaration, basis, form, tools),
      declaration.applicationName,
    );
  });
  return steps.runOn('confirm-connection', () => confirm(request, sent, list, tools));
}

/** Opens the list of connections from the home page. */
export async function openList({ portal, activePage }: Tools): Promise<ConnectionsPage> {
  await portal.openHome();
  await portal.openConnectionsApplication((view, look) => ConnectionsPage.isAt(view, look));
  const list = new ConnectionsPage(activePage);
  await list.open();
  return list;
}

/**
 * Returns what the portal's list and the ledger show, or no outcome if there is work to do; and what
 * that work rests on.
 */
async function readKnown(
  { siret }: EnrolmentRequest,
  list: ConnectionsPage,
  tools: Tools,
): Promise<{ readonly known?: Succeeded<ConnectionOutcome>; readonly basis: WriteBasis }> {
  let enrolment = await tools.ledger.enrolment(siret);
  const { operation } = enrolment.connection;
  if (isUnconfirmed(operation)) {
    const read = (): Promise<ConnectionRow[]> => list.readFor(siret);
    const write = writeOf(siret, operation.what.applicationName, read);
    const settled = await settleEarlier(write, operation, tools);
    ({ enrolment } = settled);
    if (settled.kind === 'confirmed') {
      return { known: outcomeOf('recovered', settled.found), basis: enrolment.connection };
    }
  }
  const rows = (await list.readFor(siret)).map(portalRow);
  const shown = await observe(enrolment, 'connection', rows, tools);
  const basis = shown.enrolment.connection;
  if (shown.found === undefined) return { basis };
  return { known: outcomeOf('existing', shown.found), basis };
}

/**
 * Returns the values for the form: the requested name, or the next free one that no other request
 * asks for.
 */
export async function whatToDeclare(
  request: EnrolmentRequest,
  list: ConnectionsPage,
  { ledger, settings, names }: Tools,
): Promise<Declaration> {
  const onPortal = await names.read(async () =>
    (await list.readAllInLargestPages()).map(({ applicationName }) => applicationName),
  );
  const taken = [...onPortal, ...(await ledger.applicationNamesIntended())];
  const wanted = request.applicationName;
  if (wanted !== undefined && taken.some((name) => isSameName(name, wanted))) {
    throw new RaccordError('APPLICATION_NAME_TAKEN', { name: wanted });
  }
  const freeName = async (): Promise<string> => {
    const asked = [...names.asked, ...(await ledger.applicationNamesQueued())];
    return nextFreeName(settings.applicationPattern, [...taken, ...asked]);
  };
  const { name, phone, email, fax } = request.contact;
  return {
    siret: request.siret,
    applicationName: wanted ?? (await freeName()),
    usage: settings.usage,
    editor: settings.editor,
    contactName: name,
    contactPhone: phone,
    contactEmail: email,
    contactFax: fax,
  };
}

/** A declaration that was sent. */
interface Declared extends SentForm {
  readonly applicationName: string;
}

/** Records the intent and clicks "Valider" once. */
async function submit(
  declaration: Declaration,
  basis: WriteBasis,
  form: DeclarationPage,
  tools: Tools,
): Promise<Declared> {
  const { siret, applicationName } = declaration;
  const submission = await form.submission(declaration);
  const intent = { kind: 'intended', applicationName } as const;
  const sent = await sendOnce(siret, 'connection', intent, submission, tools, basis);
  return { ...sent, applicationName };
}

/** Reads the list until it shows the sent connection. One that never appears was not created. */
async function confirm(
  { siret }: EnrolmentRequest,
  sent: Declared,
  list: ConnectionsPage,
  tools: Tools,
): Promise<Succeeded<ConnectionOutcome>> {
  if (sent.answer.kind === 'refused') tools.names.forget();
  const read = (): Promise<ConnectionRow[]> => readAfterWrite(siret, list, tools);
  const settled = await confirmSent(writeOf(siret, sent.applicationName, read), sent, tools);
  if (settled.kind === 'unproven') throw new Error('a connection has nothing to prove');
  return outcomeOf('created', settled.found);
}

function writeOf(
  siret: Siret,
  applicationName: string,
  read: () => Promise<ConnectionRow[]>,
): Write<ConnectionRow> {
  return {
    siret,
    subject: 'connection',
    look: async () => {
      const rows = await read();
      const row = rows.find((one) => isSameName(one.applicationName, applicationName));
      if (row === undefined) return NOT_SHOWN;
      // It counts as declared only if the structure had none before.
      const says = rows.length > 1 ? 'too-many' : 'shown';
      return { row, says, added: rows.length, isFinal: true };
    },
    foundIn: ({ row }) =>
      row === undefined ? { name: applicationName, state: '' } : portalRow(row),
  };
}

/**
 * Opens the list again, from whatever page the answer led to. It starts from the home page, since a
 * silently renewed session leads back there.
 */
async function readAfterWrite(
  siret: Siret,
  list: ConnectionsPage,
  tools: Tools,
): Promise<ConnectionRow[]> {
  const here = (await list.isShown())
    ? await list.readFor(siret).catch(() => undefined)
    : undefined;
  return here ?? (await openList(tools)).readFor(siret);
}

function portalRow({ applicationName, state }: ConnectionRow): PortalRow {
  return { name: applicationName, state };
}

function outcomeOf(
  outcome: 'created' | 'existing' | 'recovered',
  { name, state }: PortalRow,
): Succeeded<ConnectionOutcome> {
  return { outcome, applicationName: name, state };
}
