import type { SealedCredential } from '../src/domain/credential.ts';
import { sealOn } from '../src/credentials/vault/seal-on.ts';
import {
  currentCredential,
  lastGoodCredential,
  renewalOf,
  type Enrolment,
} from '../src/domain/enrolment.ts';
import { type AnyRaccordError, RaccordError } from '../src/errors/raccord-error.ts';
import type { PortalRow, RowBefore } from '../src/domain/portal-row.ts';
import {
  isUnconfirmed,
  type PasswordWrite,
  type UnconfirmedOperation,
} from '../src/domain/operation.ts';
import { expiryAfter } from '../src/domain/portal-date.ts';
import { renewalEvidence } from '../src/domain/account-evidence.ts';
import {
  decideRenewal,
  type RenewalDecision,
  type RenewalRequest,
} from '../src/domain/renewal-outcome.ts';
import type { Secret } from '../src/secrets/secret.ts';
import type { WriteBasis } from '../src/domain/write-basis.ts';
import { chooseStructure, openAccountForm } from './account-form.ts';
import { PasswordResetPage } from './pages/password-reset-page.ts';
import type { AccountRow, TechnicalAccountPage } from './pages/technical-account-page.ts';
import type { Tools } from './tools.ts';
import {
  confirmSent,
  sendOnce,
  settleEarlier,
  type Reading,
  type SentForm,
  type Write,
} from './write.ts';

/** The outcome for one account's password, if nothing failed. */
export interface RenewedPassword {
  readonly outcome: 'renewed' | 'recovered' | Exclude<RenewalDecision, 'unsettled' | 'due'>;
  readonly structureName: string;
  readonly expiresOn?: string;
  readonly credentialId?: string;
}

/**
 * Resets the password of a technical account and keeps the new one: "Compte technique",
 * "Réinitialisation du mot de passe d'un compte technique", the new password recorded before
 * "Soumettre" (facts/portal.md section d). A reset that an earlier run left open is settled first.
 */
export async function resetPassword(
  request: RenewalRequest,
  tools: Tools,
): Promise<RenewedPassword> {
  const { steps, vault, writes } = tools;
  const list = await steps.run('open-account-form', async () => {
    // Detects a full disk before the form is opened.
    await vault.probe();
    return openAccountForm(tools);
  });
  const known = await steps.run('choose-structure', () => readKnown(request, list, tools));
  if (known.outcome !== 'due') return known;

  const sent = await writes.exclusively(async () => {
    const chosen = await steps.run('choose-account', () => chooseAccount(request, tools));
    const sealed = await steps.run('capture-password', () =>
      capture(request, chosen, known, tools),
    );
    return steps.run('submit-reset', () => submit(request, { sealed, ...known }, chosen, tools));
  });
  const renewed = await steps.runOn('confirm-reset', () => confirm(request, sent, tools));
  return { ...renewed, structureName: known.structureName };
}

/** The account's row in the list right before a reset. */
interface DueAccount {
  readonly outcome: 'due';
  readonly structureName: string;
  readonly before: RowBefore;
  readonly basis: WriteBasis;
}

/** Reads the account and settles an earlier renewal. Returns an outcome if no reset is needed. */
async function readKnown(
  request: RenewalRequest,
  list: TechnicalAccountPage,
  tools: Tools,
): Promise<DueAccount | RenewedPassword> {
  const { siret, login, own, terms } = request;
  let enrolment = await tools.ledger.enrolment(siret);
  let { structureName, rows } = await readAccounts(request, list, tools);
  const operation = renewalOf(enrolment, login);
  if (isUnconfirmed(operation)) {
    const write = writeOf(request, operation, enrolment, tools, async () => {
      ({ structureName, rows } = await readAccounts(request, await openAccountForm(tools), tools));
      return rows;
    });
    const settled = await settleEarlier(write, operation, tools);
    if (settled.kind === 'unproven') throw doubtful(settled.reason);
    ({ enrolment } = settled);
    if (settled.kind === 'confirmed') {
      return { outcome: 'recovered', structureName, ...(await kept(settled, login, tools)) };
    }
  }

  const row = lineOf(login, rows);
  if (row === undefined) {
    const present = rows.map((one) => one.login);
    throw new RaccordError('ACCOUNT_NOT_LISTED', { login, present });
  }
  const { modified } = row;
  const expiresOn = row.expiresOn ?? expiryByLedger(enrolment, login);
  const known = { own, isUnconfirmedState: false, expiresOn };
  const decision = decideRenewal(known, terms, tools.clock.now());
  if (decision === 'not-due' || decision === 'adoptable') {
    return { outcome: decision, structureName, expiresOn };
  }
  const before = { expiresOn: row.expiresOn, modified };
  return {
    outcome: 'due',
    structureName,
    before,
    basis: { operation: renewalOf(enrolment, login) },
  };
}

/**
 * Chooses the structure as for a creation: the list is on that form (facts/portal.md section d).
 */
async function readAccounts(
  { siret }: RenewalRequest,
  list: TechnicalAccountPage,
  { redactor }: Tools,
): Promise<{ structureName: string; rows: readonly AccountRow[] }> {
  const { offered, rows } = await chooseStructure(list, siret, redactor);
  return { structureName: offered.companyName, rows };
}

interface ChosenAccount {
  readonly form: PasswordResetPage;
  readonly password: Secret;
}

/** Opens the form again, so that it shows the reset's password and not an earlier one. */
async function chooseAccount(
  { siret, login }: RenewalRequest,
  tools: Tools,
): Promise<ChosenAccount> {
  await openAccountForm(tools);
  const form = new PasswordResetPage(tools.activePage);
  form.conceal();
  await form.chooseAccount(siret, login);
  const password = await form.waitForPassword();
  tools.redactor.add(password, 'technical password');
  return { form, password };
}

/** Reads the new password until two reads agree, seals it and records it in the ledger. */
async function capture(
  { siret, login }: RenewalRequest,
  { form, password: first }: ChosenAccount,
  { basis }: DueAccount,
  tools: Tools,
): Promise<SealedCredential> {
  const password = await form.readPassword();
  tools.redactor.add(password, 'technical password');
  if (!first.equals(password)) throw new RaccordError('CREDENTIAL_CHANGED', { login });
  return sealOn({ login }, { siret, login, password }, basis, tools);
}

/** Reads the form back, records the intent and clicks "Soumettre" once. */
async function submit(
  { siret, login }: RenewalRequest,
  { sealed, before }: { readonly sealed: SealedCredential; readonly before: RowBefore },
  { form }: ChosenAccount,
  tools: Tools,
): Promise<SentForm> {
  const submission = await form.submission();
  await form.expectChosen(siret, login);
  // Choosing again changes it: the submitted password must be the sealed one.
  if (tools.vault.fingerprint(await form.readPassword()) !== sealed.fingerprint) {
    throw new RaccordError('CREDENTIAL_CHANGED', { login });
  }
  const intent = { kind: 'intended', credentialId: sealed.id, before } as const;
  return sendOnce(siret, { login }, intent, submission, tools);
}

/** Reads the list until it shows the change, and reports if it never does. */
async function confirm(
  request: RenewalRequest,
  sent: SentForm,
  tools: Tools,
): Promise<Omit<RenewedPassword, 'structureName'>> {
  const { login } = request;
  const { enrolment } = sent;
  const operation = renewalOf(enrolment, login);
  if (!isUnconfirmed(operation)) throw new Error(`sent, and ${operation.state}`);
  const write = writeOf(request, operation, enrolment, tools, async () => {
    const { rows } = await readAccounts(request, await openAccountForm(tools), tools);
    return rows;
  });
  const settled = await confirmSent(write, sent, tools);
  if (settled.kind === 'unproven') throw doubtful(settled.reason);
  return { outcome: 'renewed', ...(await kept(settled, login, tools)) };
}

/** Returns the error for an undecided renewal: both passwords are kept, neither counts as valid. */
function doubtful(reason: string): AnyRaccordError {
  return new RaccordError('OUTCOME_DOUBTFUL', { resource: 'password', reason });
}

function writeOf(
  { siret, login }: RenewalRequest,
  { what, intendedAt }: UnconfirmedOperation<PasswordWrite<RowBefore>>,
  enrolment: Enrolment,
  { verifyPasswords }: Tools,
  read: () => Promise<readonly AccountRow[]>,
): Write<AccountRow> {
  const { credential: fresh, before = {} } = what;
  const earlier = lastGoodCredential(enrolment, login);
  return {
    siret,
    subject: { login },
    look: async () => readingOf(lineOf(login, await read()), before, new Date(intendedAt)),
    foundIn: ({ row, says }, intended) => {
      // The list may still show the earlier expiry.
      const shown = says === 'not-shown' ? undefined : row?.expiresOn;
      return renewedRow(login, intended, { ...row, expiresOn: shown });
    },
    verifyPasswords: async () => verifyPasswords?.({ siret, login, fresh, earlier }),
  };
}

/** Reads the evidence. An undecided list of dates stays undecided; a missing expiry may appear. */
function readingOf(
  row: AccountRow | undefined,
  before: RowBefore,
  intended: Date,
): Reading<AccountRow> {
  if (row === undefined) return { says: 'missing', isFinal: false };
  const says = renewalEvidence(before, row, intended);
  const isEmptied = row.expiresOn === undefined && before.expiresOn !== undefined;
  return { row, says, isFinal: says === 'shown' || (says === 'cannot-tell' && !isEmptied) };
}

function renewedRow(
  login: string,
  intended: Date,
  row: { readonly state?: string; readonly expiresOn?: string | undefined } = {},
): PortalRow {
  return {
    name: login,
    state: row.state ?? '',
    expiresOn: row.expiresOn ?? expiryAfter(intended),
  };
}

type Kept = Pick<RenewedPassword, 'expiresOn' | 'credentialId'>;

/** Checks that the recorded password is still there before reporting success. */
async function kept(
  { found, enrolment }: { readonly found: PortalRow; readonly enrolment: Enrolment },
  login: string,
  { vault }: Tools,
): Promise<Kept> {
  const credential = passwordOf(enrolment, login);
  if (credential !== undefined) await vault.expectWhole(enrolment.siret, credential);
  const { expiresOn } = found;
  return { expiresOn, credentialId: credential?.id };
}

/** Returns when a password expires according to the ledger, for a list that does not say it. */
function expiryByLedger(enrolment: Enrolment, login: string): string | undefined {
  const credential = passwordOf(enrolment, login);
  return credential && expiryAfter(new Date(credential.capturedAt));
}

/** Returns the password that opens the account, as far as is known. */
function passwordOf(enrolment: Enrolment, login: string): SealedCredential | undefined {
  const credential = currentCredential(enrolment)?.credential;
  return credential?.login === login ? credential : undefined;
}

function lineOf(login: string, rows: readonly AccountRow[]): AccountRow | undefined {
  return rows.find((row) => row.login === login);
}
