import { isSameName, nextFreeName } from '../src/domain/application-name.ts';
import { awaitsReading } from '../src/domain/enrolment.ts';
import { RaccordError } from '../src/domain/errors.ts';
import type { ConnectionOutcome, EnrolmentRequest, Outcome } from '../src/domain/outcome.ts';
import type { Answer } from './pages/answer.ts';
import { ConnectionsPage, type ConnectionRow } from './pages/connections-page.ts';
import { DeclarationPage, type Declaration } from './pages/declaration-page.ts';
import { lookUntilSettled, settleWindow } from './settle.ts';
import type { Tools } from './tools.ts';

/**
 * Declares the structure's API connection, unless the portal's list shows one: "Raccordement EDI et
 * API", "Gérer raccordement API", "Déclarer un raccordement PISTE" (facts/source.md).
 */
export async function declareConnection(
  request: EnrolmentRequest,
  tools: Tools,
): Promise<ConnectionOutcome> {
  const { steps, screen, writes } = tools;
  const list = await steps.run('open-connections', () => openList(tools));
  const known = await steps.run('read-connections', () => readKnown(request, list, tools));
  if (known !== undefined) return known;

  // From the choice of a free name to its intent nobody else may choose one.
  const sent = await writes.exclusively(async () => {
    const form = new DeclarationPage(screen);
    const declaration = await steps.run('fill-declaration', async () => {
      const meant = await whatToDeclare(request, list, tools);
      await list.pressDeclare();
      await form.fill(meant);
      return meant;
    });
    return steps.run(
      'submit-declaration',
      () => submit(declaration, form, tools),
      declaration.applicationName,
    );
  });
  return steps.runOn('confirm-connection', () => confirm(request, sent, list, tools));
}

async function openList({ portal, screen }: Tools): Promise<ConnectionsPage> {
  await portal.openHome();
  await portal.openConnectionsApplication((view) => ConnectionsPage.isAt(view));
  const list = new ConnectionsPage(screen);
  await list.open();
  return list;
}

/** What the portal's list and the ledger know together; undefined where there is work to do. */
async function readKnown(
  { siret }: EnrolmentRequest,
  list: ConnectionsPage,
  tools: Tools,
): Promise<ConnectionOutcome | undefined> {
  const { ledger, clock, settings } = tools;
  const standing = (await ledger.enrolment(siret)).connection;
  const { state, applicationName } = standing;
  const meant = (rows: readonly ConnectionRow[]): ConnectionRow | undefined =>
    rows.find(
      (row) => applicationName !== undefined && isSameName(row.applicationName, applicationName),
    );

  // A refusal may be the answer to a request that the browser sent a second time by itself.
  if (awaitsReading(state) || state === 'refused') {
    const window = settleWindow(clock, standing.intendedAt, settings.settleMs);
    const row = await lookUntilSettled(window, async () => meant(await list.readFor(siret)));
    if (row !== undefined) return seen(siret, row, 'recovered', tools);
    if (state === 'accepted' || state === 'doubtful') return doubt(siret, state, tools);
    if (state === 'intended') await ledger.record(siret, 'connection', { kind: 'settled-absent' });
  }

  const rows = await list.readFor(siret);
  const own = meant(rows);
  if (state === 'done') {
    return own === undefined ? doubt(siret, state, tools) : seen(siret, own, 'existing', tools);
  }
  const [other] = rows;
  if (other !== undefined) {
    const found = { name: other.applicationName, state: other.state };
    await ledger.record(siret, 'connection', { kind: 'seen-other', found });
    return { outcome: 'existing', applicationName: other.applicationName, state: other.state };
  }
  await ledger.record(siret, 'connection', { kind: 'not-seen' });
  return undefined;
}

async function whatToDeclare(
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
  const { name, phone, email, fax } = request.contact;
  return {
    siret: request.siret,
    applicationName: wanted ?? nextFreeName(settings.applicationPattern, taken),
    usage: settings.usage,
    editor: settings.editor,
    contactName: name,
    contactPhone: phone,
    contactEmail: email,
    ...(fax !== undefined && { contactFax: fax }),
  };
}

/** A declaration that was sent, and how the portal answered. */
interface Sent {
  readonly applicationName: string;
  /** When the wait for the answer ended, as the clock's `elapsed` counts: it may land after that. */
  readonly waitedUntil: number;
  readonly answer: Answer;
}

/** Records the intent and clicks "Valider" once. */
async function submit(
  declaration: Declaration,
  form: DeclarationPage,
  { ledger, lease, clock, settings }: Tools,
): Promise<Sent> {
  const { siret, applicationName } = declaration;
  await form.expectShows(declaration);
  const submission = await form.submission();
  await ledger.recordIntent(siret, 'connection', { kind: 'intended', applicationName }, lease);
  const answer = await submission.send(() => ledger.expectHeld(lease), settings.answerMs);
  const waitedUntil = clock.elapsed();
  if (answer.kind === 'accepted') {
    await ledger.record(siret, 'connection', { kind: 'accepted', message: answer.message });
  }
  return { applicationName, waitedUntil, answer };
}

/** Reads the list until it shows what was sent; what it never shows was not made. */
async function confirm(
  { siret }: EnrolmentRequest,
  { applicationName, waitedUntil, answer }: Sent,
  list: ConnectionsPage,
  tools: Tools,
): Promise<ConnectionOutcome> {
  const { ledger, clock, settings, names } = tools;
  const look = async (): Promise<ConnectionRow | undefined> => {
    const rows = await readAfterWrite(siret, list, tools);
    return rows.find((row) => isSameName(row.applicationName, applicationName));
  };
  const leftMs = waitedUntil + settings.settleMs - clock.elapsed();
  const row =
    answer.kind === 'refused' ? await look() : await lookUntilSettled({ clock, leftMs }, look);
  if (row !== undefined) return seen(siret, row, 'created', tools);

  switch (answer.kind) {
    case 'refused':
      names.forget();
      await ledger.record(siret, 'connection', { kind: 'refused', message: answer.message });
      throw new RaccordError('DECLARATION_REFUSED', { message: answer.message });
    case 'accepted':
      return doubt(siret, 'accepted', tools);
    case 'unclear':
      await ledger.record(siret, 'connection', { kind: 'settled-absent' });
      throw new RaccordError('NOT_CREATED', { half: 'connection' });
  }
}

/**
 * The list again, from wherever the answer left the robot. What stands in the way there (a session
 * renewed silently leads back to the home page) is not in the way of who comes from the home page.
 */
async function readAfterWrite(
  siret: EnrolmentRequest['siret'],
  list: ConnectionsPage,
  tools: Tools,
): Promise<ConnectionRow[]> {
  const here = (await list.isShown())
    ? await list.readFor(siret).catch(() => undefined)
    : undefined;
  return here ?? (await openList(tools)).readFor(siret);
}

async function seen(
  siret: EnrolmentRequest['siret'],
  row: ConnectionRow,
  outcome: Outcome,
  { ledger }: Tools,
): Promise<ConnectionOutcome> {
  const found = { name: row.applicationName, state: row.state };
  await ledger.record(siret, 'connection', { kind: 'seen', found });
  return { outcome, applicationName: row.applicationName, state: row.state };
}

async function doubt(
  siret: EnrolmentRequest['siret'],
  state: string,
  { ledger }: Tools,
): Promise<never> {
  const reason = `${state}, but not in the portal's list`;
  await ledger.record(siret, 'connection', { kind: 'doubted', reason });
  throw new RaccordError('OUTCOME_DOUBTFUL', { half: 'connection', reason });
}
