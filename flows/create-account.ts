import type { SealedCredential } from '../src/domain/credential.ts';
import { currentCredential, type Enrolment } from '../src/domain/enrolment.ts';
import { RaccordError } from '../src/domain/errors.ts';
import type { PortalRow } from '../src/domain/portal-row.ts';
import { isSent } from '../src/domain/operation.ts';
import type { AccountOutcome, EnrolmentRequest, Outcome } from '../src/domain/outcome.ts';
import { expiryAfter } from '../src/domain/portal-date.ts';
import { present } from '../src/domain/present.ts';
import type { Siret } from '../src/domain/siret.ts';
import { openAccountForm } from './account-form.ts';
import type {
  AccountRow,
  OfferedAccount,
  TechnicalAccountPage,
} from './pages/technical-account-page.ts';
import type { Tools } from './tools.ts';
import {
  confirmSent,
  NOT_SHOWN,
  observe,
  sendOnce,
  settleEarlier,
  type Sent,
  type Write,
} from './write.ts';

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
 * What the portal's list and the ledger know together, undefined if an account is to be made; and
 * what the form offers since it was read last: each choice makes another password.
 */
async function readKnown(
  { siret, newAccount }: EnrolmentRequest,
  form: TechnicalAccountPage,
  tools: Tools,
): Promise<{ known?: AccountOutcome; offered: OfferedAccount }> {
  const { operation } = (await tools.ledger.enrolment(siret)).account;
  let chosen = await choose(siret, form, tools);
  if (isSent(operation)) {
    const write = writeOf(siret, operation.what.credential.login, async () => {
      chosen = await chooseAgain(siret, form, tools);
      return chosen.rows;
    });
    const settled = await settleEarlier(write, operation, tools);
    if (settled.kind === 'confirmed') {
      return { known: await kept('recovered', settled, tools), offered: chosen.offered };
    }
  }
  const { offered, rows } = chosen;
  const shown = await observe(siret, 'account', rows.map(portalRow), tools);
  if (shown === undefined || newAccount) return { offered };
  const { name: login, expiresOn } = shown.found;
  const known = shown.isOurs
    ? await kept('existing', shown, tools)
    : present<AccountOutcome>({ outcome: 'existing', login, expiresOn });
  return { known, offered };
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

/** An account whose form was sent. */
interface Submitted extends Sent {
  readonly login: string;
}

/** Records the intent and clicks "Soumettre" once. */
async function submit(
  { siret }: EnrolmentRequest,
  sealed: SealedCredential,
  form: TechnicalAccountPage,
  tools: Tools,
): Promise<Submitted> {
  const { login } = sealed;
  const submission = await form.submission();
  const shown = await form.readOffered();
  // Choosing anew changes them: what is submitted must be what was sealed.
  if (shown.login !== login || tools.vault.fingerprint(shown.password) !== sealed.fingerprint) {
    throw new RaccordError('CREDENTIAL_CHANGED', { login });
  }
  const intent = { kind: 'intended', credentialId: sealed.id } as const;
  return { ...(await sendOnce(siret, 'account', intent, submission, tools)), login };
}

/** Reads the list until it shows the login; an account that it never shows was not made. */
async function confirm(
  { siret }: EnrolmentRequest,
  sent: Submitted,
  form: TechnicalAccountPage,
  tools: Tools,
): Promise<AccountOutcome> {
  const read = async (): Promise<readonly AccountRow[]> =>
    (await chooseAgain(siret, form, tools)).rows;
  const confirmed = await confirmSent(writeOf(siret, sent.login, read), sent, tools);
  return kept('created', confirmed, tools);
}

function writeOf(
  siret: Siret,
  login: string,
  read: () => Promise<readonly AccountRow[]>,
): Write<AccountRow> {
  return {
    siret,
    subject: 'account',
    look: async () => {
      const row = (await read()).find((one) => one.login === login);
      return row === undefined ? NOT_SHOWN : { row, says: 'shown', isFinal: true };
    },
    foundIn: ({ row }, intended) => ({
      ...(row === undefined ? { name: login, state: '' } : portalRow(row)),
      expiresOn: row?.expiresOn ?? expiryAfter(intended),
    }),
  };
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

function expectUnchanged(first: OfferedAccount, second: OfferedAccount): void {
  if (first.login === second.login && first.password.equals(second.password)) return;
  throw new RaccordError('CREDENTIAL_CHANGED', { login: first.login });
}

/** All is well only if the password that was taken down is still there. */
async function kept(
  outcome: Outcome,
  { found, enrolment }: { readonly found: PortalRow; readonly enrolment: Enrolment },
  { vault }: Tools,
): Promise<AccountOutcome> {
  const current = currentCredential(enrolment);
  if (current !== undefined) await vault.expectWhole(enrolment.siret, current.credential);
  return present<AccountOutcome>({
    outcome,
    login: found.name,
    expiresOn: found.expiresOn ?? current?.found?.expiresOn,
    credentialId: current?.credential.id,
  });
}

function portalRow({ login, state, expiresOn }: AccountRow): PortalRow {
  return present<PortalRow>({ name: login, state, expiresOn });
}
