import {
  accountEvidence,
  countAddedAccounts,
  type ExpectedAccount,
} from '../src/domain/account-evidence.ts';
import type { SealedCredential } from '../src/domain/credential.ts';
import { sealOn } from '../src/credentials/vault/seal-on.ts';
import { testedCredential } from '../src/domain/credential-judgement.ts';
import {
  accountCredential,
  currentCredential,
  isAccountInDoubt,
  type Enrolment,
} from '../src/domain/enrolment.ts';
import { type AnyRaccordError, RaccordError } from '../src/errors/raccord-error.ts';
import type { AccountsBefore, PortalRow } from '../src/domain/portal-row.ts';
import {
  isUnconfirmed,
  type PasswordWrite,
  type UnconfirmedOperation,
} from '../src/domain/operation.ts';
import type { AccountOutcome, EnrolmentRequest, Succeeded } from '../src/domain/outcome.ts';
import { knownCredentialId, passwordGap, type PasswordGap } from '../src/domain/password-gap.ts';
import { expiryAfter } from '../src/domain/portal-date.ts';
import { omitUndefined } from '../src/domain/json.ts';
import type { Siret } from '../src/domain/siret.ts';
import type { WriteBasis } from '../src/domain/write-basis.ts';
import { chooseStructure, openAccountForm, type ChosenStructure } from './account-form.ts';
import type { AccountRow, TechnicalAccountPage } from './pages/technical-account-page.ts';
import type { Tools } from './tools.ts';
import {
  confirmSent,
  discardUnsent,
  observe,
  sendOnce,
  settleEarlier,
  type SentForm,
  type ListedResource,
  type SettledWrite,
  type Write,
} from './write.ts';

/** An account's outcome, and the company name that the form showed. */
export type AccountResult = Succeeded<AccountOutcome> & { readonly structureName?: string };

/**
 * Creates the structure's technical account and keeps its credential: "Compte technique", "Création
 * d'un compte technique", login and password recorded before "Soumettre" (facts/source.md).
 */
export async function createAccount(
  request: EnrolmentRequest,
  tools: Tools,
): Promise<AccountResult> {
  const { steps, vault, writes } = tools;
  const form = await steps.run('open-account-form', async () => {
    // Detects a full disk before the form is opened.
    await vault.probe();
    return openAccountForm(tools);
  });
  const { known, chosen, basis } = await steps.run('choose-structure', () =>
    readKnown(request, form, tools),
  );
  const structureName = chosen.offered.companyName;
  if (known !== undefined) return { ...known, structureName };

  const sent = await writes.exclusively(async () => {
    const captured = await steps.run('capture-credential', () =>
      capture(request, { chosen, basis }, form, tools),
    );
    const { login } = captured.sealed;
    return steps.run('submit-account', () => submit(request, captured, form, tools), login);
  });
  const outcome = await steps.runOn('confirm-account', () => confirm(request, sent, form, tools));
  return { ...outcome, structureName };
}

/**
 * Returns what the portal's list and the ledger together show, or `undefined` if an account must be
 * created; what the form shows since the last read, since each choice makes another password; and
 * what a creation rests on.
 */
async function readKnown(
  request: EnrolmentRequest,
  form: TechnicalAccountPage,
  tools: Tools,
): Promise<ReadAccount & { readonly known?: Succeeded<AccountOutcome> }> {
  const { siret } = request;
  const before = await discardUnsent(siret, 'account', tools);
  let chosen = await chooseStructure(form, siret, tools.redactor);
  const writeIn: WriteIn<AccountRow> = (enrolment, operation) =>
    writeOf(enrolment, operation, tools, async () => {
      chosen = await chooseAgain(siret, form, tools);
      return chosen.rows;
    });
  const { settled, wasUnproven } = await settleEarlierAccounts(before, writeIn, tools);
  const { enrolment } = settled;
  if (settled.kind === 'confirmed') {
    const known = await kept('recovered', settled, tools);
    return { known, chosen, basis: enrolment.account };
  }
  if (settled.kind === 'unproven') {
    // Another one beside it is for a person who knows of it to ask for.
    const isAllowed = wasUnproven && isAnotherWanted(request, enrolment, tools.vault);
    if (!isAllowed) throw await notVerified(settled, tools);
    return { chosen, basis: enrolment.account };
  }
  const shown = await observe(enrolment, 'account', chosen.rows.map(portalRow), tools);
  const basis = shown.enrolment.account;
  const isWanted = isAnotherWanted(request, shown.enrolment, tools.vault);
  if (shown.found === undefined || isWanted) return { chosen, basis };
  const logins = chosen.rows.map(({ login }) => login);
  const isThere = (one: SealedCredential): boolean => tools.vault.isThere(siret, one);
  await tools.vault.bring(siret);
  const gap = passwordGap(shown.enrolment, logins, isThere);
  if (gap !== undefined) return { known: withoutPassword(shown, gap), chosen, basis };
  const own = currentCredential(shown.enrolment)?.credential.login;
  const found = chosen.rows.map(portalRow).find(({ name }) => name === own) ?? shown.found;
  return { known: await kept('existing', { ...shown, found }, tools), chosen, basis };
}

type AccountWrite = UnconfirmedOperation<PasswordWrite<AccountsBefore>>;

type WriteIn<Row> = (enrolment: Enrolment, operation: AccountWrite) => Write<Row>;

/**
 * Settles an earlier run's creation and, if it had no effect, the open one that was kept before it.
 * @returns the last one, as `settleEarlier`; absent without any. `wasUnproven`: it was known.
 */
export async function settleEarlierAccounts<Row>(
  enrolment: Enrolment,
  writeIn: WriteIn<Row>,
  tools: Tools,
): Promise<{ readonly settled: SettledWrite; readonly wasUnproven: boolean }> {
  const { operation } = enrolment.account;
  if (!isUnconfirmed(operation)) {
    return { settled: { kind: 'absent', enrolment }, wasUnproven: false };
  }
  const settled = await settleEarlier(writeIn(enrolment, operation), operation, tools);
  return settled.kind === 'absent'
    ? settleEarlierAccounts(settled.enrolment, writeIn, tools)
    : { settled, wasUnproven: operation.state === 'unproven' };
}

/**
 * Returns whether to create an account beside the known one. One that this command itself created
 * is the one that was asked for, whatever another run has found out of it meanwhile.
 */
export function isAnotherWanted(
  { newAccount }: Pick<EnrolmentRequest, 'newAccount'>,
  { account: { operation } }: Enrolment,
  vault: Pick<Tools['vault'], 'hasSealed'>,
): boolean {
  return newAccount && !('what' in operation && vault.hasSealed(operation.what.credential));
}

/** A structure as the form shows it, and what the ledger knew of its account then. */
interface ReadAccount {
  readonly chosen: ChosenStructure;
  readonly basis: WriteBasis;
}

/** A sealed credential, and the state of the list before its form is sent. */
interface Captured {
  readonly sealed: SealedCredential;
  readonly before: AccountsBefore;
}

/** Reads login and password until two reads agree, seals them and records them in the ledger. */
async function capture(
  { siret, accountEmail, contact }: EnrolmentRequest,
  { chosen: { offered: first, rows }, basis }: ReadAccount,
  form: TechnicalAccountPage,
  tools: Tools,
): Promise<Captured> {
  const email = await form.setContactEmail(accountEmail, contact.email);
  if (email === '')
    throw new RaccordError('CREDENTIAL_UNREADABLE', { reason: 'no contact e-mail' });
  const second = await form.readOffered();
  if (first.login !== second.login || !first.password.equals(second.password)) {
    throw new RaccordError('CREDENTIAL_CHANGED', { login: first.login });
  }
  const { login, password } = second;
  const credential = await sealOn('account', { siret, login, password }, basis, tools);
  const logins = rows.map(({ login }) => login);
  return { sealed: credential, before: { logins, contactEmail: email } };
}

/** Records the intent and clicks "Soumettre" once. */
async function submit(
  { siret }: EnrolmentRequest,
  { sealed, before }: Captured,
  form: TechnicalAccountPage,
  tools: Tools,
): Promise<SentForm> {
  const { login } = sealed;
  const submission = await form.submission();
  const shown = await form.readOffered();
  // Choosing again changes them: the submitted values must be the sealed ones.
  if (shown.login !== login || tools.vault.fingerprint(shown.password) !== sealed.fingerprint) {
    throw new RaccordError('CREDENTIAL_CHANGED', { login });
  }
  const intent = { kind: 'intended', credentialId: sealed.id, before } as const;
  return sendOnce(siret, 'account', intent, submission, tools);
}

/** Reads the list until it shows the account. An account that never appears was not created. */
async function confirm(
  { siret }: EnrolmentRequest,
  sent: SentForm,
  form: TechnicalAccountPage,
  tools: Tools,
): Promise<Succeeded<AccountOutcome>> {
  const { enrolment } = sent;
  const { operation } = enrolment.account;
  if (!isUnconfirmed(operation)) throw new Error(`sent, and ${operation.state}`);
  const read = async (): Promise<readonly AccountRow[]> =>
    (await chooseAgain(siret, form, tools)).rows;
  const settled = await confirmSent(writeOf(enrolment, operation, tools, read), sent, tools);
  if (settled.kind === 'unproven') throw await notVerified(settled, tools);
  return kept('created', settled, tools);
}

/** Returns a creation, with the means to find it in the accounts that `read` reads. */
export function writeOf(
  enrolment: Enrolment,
  { state, what, intendedAt }: AccountWrite,
  { verifyPasswords }: Pick<Tools, 'verifyPasswords'>,
  read: () => Promise<readonly AccountRow[]>,
): Write<AccountRow> {
  const { siret } = enrolment;
  const { credential, before } = what;
  const { login } = credential;
  const fresh = testedCredential(enrolment, { what });
  const isNewAccount = fresh.id === credential.id;
  const wasOurs = isAccountInDoubt(enrolment);
  const isTakenIn = state === 'unproven' && before === undefined;
  const intended = new Date(intendedAt);
  const meant: ExpectedAccount = { login, before, intended, isTakenIn, wasOurs };
  return {
    siret,
    subject: 'account',
    wasOurs,
    look: async () => {
      const rows = await read();
      const says = accountEvidence(meant, rows);
      const row = rows.find((one) => one.login === login);
      const isFinal = says === 'shown' || says === 'too-many';
      return { row, says, added: countAddedAccounts(before, rows), isFinal };
    },
    foundIn: ({ row }, intended) => {
      const found = row === undefined ? { name: login, state: '' } : portalRow(row);
      return wasOurs ? found : withExpiry(found, intended);
    },
    verifyPasswords: async () => verifyPasswords?.({ siret, login, fresh, isNewAccount }),
  };
}

/** Opens the form again, to read the structure's accounts as the portal lists them now. */
async function chooseAgain(
  siret: Siret,
  form: TechnicalAccountPage,
  tools: Tools,
): Promise<ChosenStructure> {
  await openAccountForm(tools);
  return chooseStructure(form, siret, tools.redactor);
}

/** Checks that the recorded password is still there before reporting success. */
async function kept(
  outcome: 'created' | 'existing' | 'recovered',
  { found, enrolment }: { readonly found: PortalRow; readonly enrolment: Enrolment },
  { vault }: Tools,
): Promise<Succeeded<AccountOutcome>> {
  const current = currentCredential(enrolment);
  if (current !== undefined) await vault.expectWhole(enrolment.siret, current.credential);
  return {
    outcome,
    login: found.name,
    expiresOn: found.expiresOn ?? current?.found?.expiresOn,
    credentialId: current?.credential.id,
  };
}

/** Returns the outcome for a listed account whose password is not certain to be held here. */
function withoutPassword(
  { found, enrolment }: ListedResource,
  gap: PasswordGap,
): Succeeded<AccountOutcome> {
  const { name: login, expiresOn } = found;
  const credentialId = knownCredentialId(enrolment, login);
  return { outcome: 'existing', login, expiresOn, credentialId, credential: gap };
}

/** Keeps the password until it is known which account it belongs to. */
async function notVerified(
  { reason, enrolment }: { readonly reason: string; readonly enrolment: Enrolment },
  { vault }: Tools,
): Promise<AnyRaccordError> {
  const credential = accountCredential(enrolment);
  if (credential === undefined) throw new Error('an account without its credential');
  await vault.expectWhole(enrolment.siret, credential);
  const { login, id: credentialId } = credential;
  return new RaccordError('ACCOUNT_UNPROVEN', { login, credentialId, reason });
}

/** Returns the row of a new account, with the expiry by its creation if the list says none. */
function withExpiry(found: PortalRow, created: Date): PortalRow {
  return { ...found, expiresOn: found.expiresOn ?? expiryAfter(created) };
}

function portalRow({ login, state, expiresOn }: AccountRow): PortalRow {
  return omitUndefined({ name: login, state, expiresOn });
}
