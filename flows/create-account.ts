import {
  awaitsReading,
  type HalfStanding,
  type SealedCredential,
} from '../src/domain/enrolment.ts';
import { RaccordError } from '../src/domain/errors.ts';
import type { AccountOutcome, EnrolmentRequest, Outcome } from '../src/domain/outcome.ts';
import { expiryAfter } from '../src/domain/portal-date.ts';
import type { Siret } from '../src/domain/siret.ts';
import { openAccountForm } from './account-form.ts';
import type { Answer } from './pages/answer.ts';
import type {
  AccountRow,
  OfferedAccount,
  TechnicalAccountPage,
} from './pages/technical-account-page.ts';
import { lookUntilSettled, settleWindow } from './settle.ts';
import type { Tools } from './tools.ts';

/** An account's outcome, and the company name that the form showed. */
export type AccountResult = AccountOutcome & { readonly structureName?: string };

/**
 * Creates the structure's technical account and keeps its credential: "Compte technique", "Création
 * d'un compte technique", login and password taken down before "Soumettre" (facts/source.md).
 */
export async function createAccount(
  request: EnrolmentRequest,
  tools: Tools,
): Promise<AccountResult> {
  const { steps, vault, writes } = tools;
  const form = await steps.run('open-account-form', async () => {
    // A full disk is found out before the form is opened, not after.
    await vault.probe();
    return openAccountForm(tools);
  });
  const chosen = await steps.run('choose-structure', () => chooseStructure(request, form, tools));
  if ('outcome' in chosen) return chosen;

  const sent = await writes.exclusively(async () => {
    const sealed = await steps.run('capture-credential', () =>
      capture(request, chosen, form, tools),
    );
    return steps.run('submit-account', () => submit(request, sealed, form, tools), sealed.login);
  });
  const outcome = await steps.runOn('confirm-account', () => confirm(request, sent, form, tools));
  return { ...outcome, structureName: chosen.companyName };
}

/** Chooses the structure and reads its accounts; an outcome where there is nothing to create. */
async function chooseStructure(
  request: EnrolmentRequest,
  form: TechnicalAccountPage,
  tools: Tools,
): Promise<OfferedAccount | AccountResult> {
  const { known, offered } = await readKnown(request, form, tools);
  return known === undefined ? offered : { ...known, structureName: offered.companyName };
}

/** The form with a structure chosen, and what it shows then. */
interface ChosenStructure {
  readonly offered: OfferedAccount;
  readonly rows: readonly AccountRow[];
}

async function choose(
  siret: Siret,
  form: TechnicalAccountPage,
  { redactor }: Tools,
): Promise<ChosenStructure> {
  await form.choose(siret);
  const offered = await form.waitUntilFilled(siret);
  redactor.add(offered.password, 'technical password');
  return { offered, rows: await form.readAccounts() };
}

/**
 * What the portal's list and the ledger know together, undefined where an account is to be made;
 * and what the form offers since it was read last: each choice makes another password.
 */
async function readKnown(
  { siret, newAccount }: EnrolmentRequest,
  form: TechnicalAccountPage,
  tools: Tools,
): Promise<{ known?: AccountOutcome; offered: OfferedAccount }> {
  const { ledger, clock, settings } = tools;
  const standing = (await ledger.enrolment(siret)).account;
  const { state } = standing;
  let { offered, rows } = await choose(siret, form, tools);
  const own = (): AccountRow | undefined => meant(rows, standing.credential);

  // A refusal may be the answer to a request that the browser sent a second time by itself.
  if (awaitsReading(state) || state === 'refused') {
    const window = settleWindow(clock, standing.intendedAt, settings.settleMs);
    const row = await lookUntilSettled(window, async () => {
      ({ offered, rows } = await chooseAgain(siret, form, tools));
      return own();
    });
    if (row !== undefined) {
      return { known: await seen(siret, row, 'recovered', standing, tools), offered };
    }
    if (state === 'accepted' || state === 'doubtful') return doubt(siret, state, tools);
    if (state === 'intended') await ledger.record(siret, 'account', { kind: 'settled-absent' });
  }

  if (state === 'done') {
    const row = own();
    if (row === undefined) return doubt(siret, state, tools);
    if (newAccount) return { offered };
    return { known: await seen(siret, row, 'existing', standing, tools), offered };
  }

  const [other] = rows;
  if (other === undefined) {
    await ledger.record(siret, 'account', { kind: 'not-seen' });
    return { offered };
  }
  await ledger.record(siret, 'account', { kind: 'seen-other', found: portalRow(other) });
  return newAccount
    ? { offered }
    : { known: { outcome: 'existing', ...described(other) }, offered };
}

/** Takes login and password down, twice alike, seals them, and has the ledger know of it. */
async function capture(
  { siret, accountEmail, contact }: EnrolmentRequest,
  first: OfferedAccount,
  form: TechnicalAccountPage,
  { ledger, vault }: Tools,
): Promise<SealedCredential> {
  const email = await form.setContactEmail(accountEmail, contact.email);
  if (email === '')
    throw new RaccordError('CREDENTIAL_UNREADABLE', { reason: 'no contact e-mail' });
  const second = await form.readOffered();
  expectUnchanged(first, second);
  const credential = await vault.seal({ siret, login: second.login, password: second.password });
  await ledger.record(siret, 'account', { kind: 'sealed', credential });
  return credential;
}

/** A sealed credential whose form was sent, and how the portal answered. */
interface Sent {
  readonly sealed: SealedCredential;
  /** When the wait for the answer ended, as the clock's `elapsed` counts: it may land after that. */
  readonly waitedUntil: number;
  readonly answer: Answer;
}

/** Records the intent and clicks "Soumettre" once. */
async function submit(
  { siret }: EnrolmentRequest,
  sealed: SealedCredential,
  form: TechnicalAccountPage,
  { ledger, lease, vault, clock, settings }: Tools,
): Promise<Sent> {
  const submission = await form.submission();
  const shown = await form.readOffered();
  // Choosing anew changes them: what is submitted must be what was sealed.
  if (shown.login !== sealed.login || vault.fingerprint(shown.password) !== sealed.fingerprint) {
    throw new RaccordError('CREDENTIAL_CHANGED', { login: sealed.login });
  }
  await ledger.recordIntent(siret, 'account', { kind: 'intended', credentialId: sealed.id }, lease);
  const answer = await submission.send(() => ledger.expectHeld(lease), settings.answerMs);
  const waitedUntil = clock.elapsed();
  if (answer.kind === 'accepted') {
    await ledger.record(siret, 'account', { kind: 'accepted', message: answer.message });
  }
  return { sealed, waitedUntil, answer };
}

/** Reads the list until it shows the login; an account that it never shows was not made. */
async function confirm(
  { siret }: EnrolmentRequest,
  { sealed, waitedUntil, answer }: Sent,
  form: TechnicalAccountPage,
  tools: Tools,
): Promise<AccountOutcome> {
  const { ledger, clock, settings } = tools;
  const look = async (): Promise<AccountRow | undefined> =>
    meant((await chooseAgain(siret, form, tools)).rows, sealed);
  const leftMs = waitedUntil + settings.settleMs - clock.elapsed();
  const row =
    answer.kind === 'refused' ? await look() : await lookUntilSettled({ clock, leftMs }, look);
  if (row !== undefined) {
    return seen(siret, row, 'created', (await ledger.enrolment(siret)).account, tools);
  }

  switch (answer.kind) {
    case 'refused':
      await ledger.record(siret, 'account', { kind: 'refused', message: answer.message });
      throw new RaccordError('ACCOUNT_REFUSED', { message: answer.message });
    case 'accepted':
      return doubt(siret, 'accepted', tools);
    case 'unclear':
      await ledger.record(siret, 'account', { kind: 'settled-absent' });
      throw new RaccordError('NOT_CREATED', { half: 'account' });
  }
}

/** Opens the form anew, to see the structure's accounts as the portal has them now. */
async function chooseAgain(
  siret: Siret,
  form: TechnicalAccountPage,
  tools: Tools,
): Promise<ChosenStructure> {
  await openAccountForm(tools);
  return choose(siret, form, tools);
}

function meant(
  rows: readonly AccountRow[],
  credential: SealedCredential | undefined,
): AccountRow | undefined {
  return rows.find(({ login }) => login === credential?.login);
}

function expectUnchanged(first: OfferedAccount, second: OfferedAccount): void {
  if (first.login === second.login && first.password.equals(second.password)) return;
  throw new RaccordError('CREDENTIAL_CHANGED', { login: first.login });
}

async function seen(
  siret: Siret,
  row: AccountRow,
  outcome: Outcome,
  { credential, intendedAt }: HalfStanding,
  { ledger, vault, clock }: Tools,
): Promise<AccountOutcome> {
  const created = intendedAt === undefined ? clock.now() : new Date(intendedAt);
  const found = { ...portalRow(row), expiresOn: row.expiresOn ?? expiryAfter(created) };
  await ledger.record(siret, 'account', { kind: 'seen', found });
  // All is well only where the password that was taken down is still there.
  if (credential !== undefined) await vault.expectWhole(siret, credential);
  return {
    outcome,
    login: row.login,
    expiresOn: found.expiresOn,
    ...(credential !== undefined && { credentialId: credential.id }),
  };
}

async function doubt(siret: Siret, state: string, { ledger }: Tools): Promise<never> {
  const reason = `${state}, but not in the portal's list`;
  await ledger.record(siret, 'account', { kind: 'doubted', reason });
  throw new RaccordError('OUTCOME_DOUBTFUL', { half: 'account', reason });
}

function portalRow({ login, state, expiresOn }: AccountRow) {
  return { name: login, state, ...(expiresOn !== undefined && { expiresOn }) };
}

function described({ login, expiresOn }: AccountRow) {
  return { login, ...(expiresOn !== undefined && { expiresOn }) };
}
