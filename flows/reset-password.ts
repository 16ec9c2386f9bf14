import type { Clock } from '../src/domain/clock.ts';
import type { SealedCredential } from '../src/domain/enrolment.ts';
import { RaccordError } from '../src/domain/errors.ts';
import { expiryAfter } from '../src/domain/portal-date.ts';
import {
  renewalAwaitsReading,
  type RenewalStanding,
  type RowBefore,
} from '../src/domain/renewal.ts';
import { listSays } from '../src/domain/renewal-reading.ts';
import {
  decideRenewal,
  type RenewalDecision,
  type RenewalRequest,
} from '../src/domain/renewal-outcome.ts';
import { present } from '../src/domain/present.ts';
import type { Secret } from '../src/domain/secret.ts';
import { openAccountForm } from './account-form.ts';
import type { Answer } from './pages/answer.ts';
import { PasswordResetPage } from './pages/password-reset-page.ts';
import type { AccountRow, TechnicalAccountPage } from './pages/technical-account-page.ts';
import { settleWindow } from './settle.ts';
import { currentCredential, settleRenewal, throwDoubtful } from './settle-renewal.ts';
import type { Tools } from './tools.ts';

/** What became of one account's password, where nothing failed. */
export interface RenewedPassword {
  readonly outcome: 'renewed' | 'recovered' | Exclude<RenewalDecision, 'unsettled' | 'due'>;
  readonly structureName: string;
  readonly expiresOn?: string;
  readonly credentialId?: string;
}

/**
 * Resets the password of a technical account and keeps the new one: "Compte technique",
 * "Réinitialisation du mot de passe d'un compte technique", the new password taken down before
 * "Soumettre" (facts/portal.md section d). What an earlier run left open is read first.
 */
export async function resetPassword(
  request: RenewalRequest,
  tools: Tools,
): Promise<RenewedPassword> {
  const { steps, vault, writes } = tools;
  const list = await steps.run('open-account-form', async () => {
    // A full disk is found out before the form is opened, not after.
    await vault.probe();
    return openAccountForm(tools);
  });
  const known = await steps.run('choose-structure', () => readKnown(request, list, tools));
  if ('outcome' in known) return known;

  const sent = await writes.exclusively(async () => {
    const chosen = await steps.run('choose-account', () => chooseAccount(request, tools));
    const sealed = await steps.run('capture-password', () => capture(request, chosen, tools));
    return steps.run('submit-reset', () => submit(request, { sealed, ...known }, chosen, tools));
  });
  const renewed = await steps.runOn('confirm-reset', () => confirm(request, sent, tools));
  return { ...renewed, structureName: known.structureName };
}

/** The account's line of the list right before a reset. */
interface DueAccount {
  readonly structureName: string;
  readonly before: RowBefore;
}

/** Reads the account, and settles an earlier renewal; an outcome where nothing is to be reset. */
async function readKnown(
  request: RenewalRequest,
  list: TechnicalAccountPage,
  tools: Tools,
): Promise<DueAccount | RenewedPassword> {
  const { siret, login, own, terms } = request;
  const { ledger, clock, settings } = tools;
  let { structureName, rows } = await readAccounts(request, list, tools);
  const standing = await ledger.renewals.standing(siret, login);
  if (renewalAwaitsReading(standing.state)) {
    const look = async (): Promise<AccountRow | undefined> => {
      ({ structureName, rows } = await readAccounts(request, await openAccountForm(tools), tools));
      return lineOf(login, rows);
    };
    const window = settleWindow(clock, standing.intendedAt, settings.settleMs);
    const settled = await settleRenewal(
      { siret, login, look, isEarlier: true },
      standing,
      window,
      tools,
    );
    if (settled.kind === 'doubtful') throwDoubtful(settled.reason);
    if (settled.kind === 'changed') {
      const kept = await keptPassword(request, tools);
      return { outcome: 'recovered', structureName, ...expiryOf(settled.found), ...kept };
    }
  }

  const row = lineOf(login, rows);
  if (row === undefined) {
    const present = rows.map((one) => one.login);
    throw new RaccordError('ACCOUNT_NOT_LISTED', { login, present });
  }
  const expiry = row.expiresOn === undefined ? await expiryByLedger(request, tools) : row;
  const decision = decideRenewal(
    { own, awaitsReading: false, ...expiryOf(expiry) },
    terms,
    clock.now(),
  );
  if (decision === 'not-due' || decision === 'adoptable') {
    return { outcome: decision, structureName, ...expiryOf(expiry) };
  }
  const { expiresOn, modified } = row;
  return { structureName, before: present<RowBefore>({ expiresOn, modified }) };
}

/** Chooses the structure as for a creation, whose form shows the list (facts/portal.md section d). */
async function readAccounts(
  { siret }: RenewalRequest,
  list: TechnicalAccountPage,
  { redactor }: Tools,
): Promise<{ structureName: string; rows: readonly AccountRow[] }> {
  await list.choose(siret);
  const { companyName, password } = await list.waitUntilFilled(siret);
  redactor.add(password, 'technical password');
  return { structureName: companyName, rows: await list.readAccounts() };
}

interface ChosenAccount {
  readonly form: PasswordResetPage;
  readonly password: Secret;
}

/** Opens the form anew, so that the password it shows is the reset's and none that was there before. */
async function chooseAccount(
  { siret, login }: RenewalRequest,
  tools: Tools,
): Promise<ChosenAccount> {
  await openAccountForm(tools);
  const form = new PasswordResetPage(tools.screen);
  form.conceal();
  await form.chooseAccount(siret, login);
  const password = await form.waitForPassword();
  tools.redactor.add(password, 'technical password');
  return { form, password };
}

/** Takes the new password down, twice alike, seals it, and has the ledger know of it. */
async function capture(
  { siret, login }: RenewalRequest,
  { form, password: first }: ChosenAccount,
  { ledger, vault, redactor }: Tools,
): Promise<SealedCredential> {
  const password = await form.readPassword();
  redactor.add(password, 'technical password');
  if (!first.equals(password)) throw new RaccordError('CREDENTIAL_CHANGED', { login });
  const credential = await vault.seal({ siret, login, password });
  await ledger.renewals.record(siret, login, { kind: 'sealed', credential });
  return credential;
}

/** A sealed password whose form was sent, and how the portal answered. */
interface Sent {
  /** When the wait for the answer ended, as the clock's `elapsed` counts: it may land after that. */
  readonly waitedUntil: number;
  readonly answer: Answer;
}

/** Reads the form back, records the intent and clicks "Soumettre" once. */
async function submit(
  { siret, login }: RenewalRequest,
  { sealed, before }: { readonly sealed: SealedCredential; readonly before: RowBefore },
  { form }: ChosenAccount,
  { ledger, lease, vault, clock, settings }: Tools,
): Promise<Sent> {
  const submission = await form.submission();
  await form.expectChosen(siret, login);
  // Choosing anew changes it: what is submitted must be what was sealed.
  if (vault.fingerprint(await form.readPassword()) !== sealed.fingerprint) {
    throw new RaccordError('CREDENTIAL_CHANGED', { login });
  }
  const intent = { kind: 'intended', credentialId: sealed.id, before } as const;
  await ledger.renewals.recordIntent(siret, login, intent, lease);
  const answer = await submission.send(() => ledger.expectHeld(lease), settings.answerMs);
  const waitedUntil = clock.elapsed();
  if (answer.kind === 'accepted') {
    await ledger.renewals.record(siret, login, { kind: 'accepted', message: answer.message });
  }
  return { waitedUntil, answer };
}

/** Reads the list until it shows the change, and says so where it never does. */
async function confirm(
  request: RenewalRequest,
  { waitedUntil, answer }: Sent,
  tools: Tools,
): Promise<Omit<RenewedPassword, 'structureName'>> {
  const { siret, login } = request;
  const { ledger, clock, settings } = tools;
  const look = async (): Promise<AccountRow | undefined> =>
    lineOf(login, (await readAccounts(request, await openAccountForm(tools), tools)).rows);
  if (answer.kind === 'refused') {
    const { message } = answer;
    const refused = await ledger.renewals.record(siret, login, { kind: 'refused', message });
    // It may answer a request that the browser sent a second time by itself. What the list does not
    // show yet the next run looks for.
    if (!(await isShownChanged(refused, look, clock))) {
      throw new RaccordError('RESET_REFUSED', { message });
    }
  }
  const leftMs = waitedUntil + settings.settleMs - clock.elapsed();
  const standing = await ledger.renewals.standing(siret, login);
  const settled = await settleRenewal(
    { siret, login, look, isEarlier: false },
    standing,
    { clock, leftMs },
    tools,
  );
  if (settled.kind === 'changed') {
    const kept = await keptPassword(request, tools);
    return { outcome: 'renewed', ...expiryOf(settled.found), ...kept };
  }
  if (settled.kind === 'doubtful') throwDoubtful(settled.reason);
  throw new RaccordError('NOT_RENEWED', { login });
}

async function isShownChanged(
  { before = {}, intendedAt }: RenewalStanding,
  look: () => Promise<AccountRow | undefined>,
  clock: Clock,
): Promise<boolean> {
  const row = await look();
  const intended = new Date(intendedAt ?? clock.now());
  return row !== undefined && listSays(before, row, intended) === 'changed';
}

/** All is well only where the password that was taken down is still there. */
async function keptPassword(
  { siret, login }: RenewalRequest,
  { ledger, vault }: Tools,
): Promise<{ credentialId?: string }> {
  const credential = await currentCredential(siret, login, ledger);
  if (credential === undefined) return {};
  await vault.expectWhole(siret, credential);
  return { credentialId: credential.id };
}

/** When a password expires of which the list does not say it. */
async function expiryByLedger(
  { siret, login }: RenewalRequest,
  { ledger }: Tools,
): Promise<{ expiresOn?: string }> {
  const credential = await currentCredential(siret, login, ledger);
  if (credential === undefined) return {};
  return { expiresOn: expiryAfter(new Date(credential.capturedAt)) };
}

function lineOf(login: string, rows: readonly AccountRow[]): AccountRow | undefined {
  return rows.find((row) => row.login === login);
}

function expiryOf({ expiresOn }: { readonly expiresOn?: string }): { expiresOn?: string } {
  return expiresOn === undefined ? {} : { expiresOn };
}
