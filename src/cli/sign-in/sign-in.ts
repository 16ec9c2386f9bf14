import { hostname } from 'node:os';
import type { Config } from '../../config/config.ts';
import { EXIT } from '../../errors/exit-code.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { accountOf } from '../../domain/account-queue.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { pinAccount } from '../../queue/accounts.ts';
import { configOf, announcePortal, type Command, type CommandContext } from '../context.ts';
import { debugOptionsOf, type DebugFlags } from '../options/debug-options.ts';
import { prepareRobot } from '../options/robot-options.ts';
import { askYesOrNo } from '../terminal/person.ts';
import type { TeachFlags } from '../terminal/teacher.ts';
import { SessionStore } from '../../browser/session-store.ts';

/** `raccord sign-in`: signs in once, with a person if one is needed, and keeps the session. */
export const signIn: Command<DebugFlags & TeachFlags> = async (context, flags) => {
  const { terminal, texts } = context;
  // With a window a person can sign in; otherwise the administrator must be configured.
  const config = configOf(context, { administrator: !debugOptionsOf(flags).headed });
  announcePortal(context, config);
  // The person may be asked for a code meanwhile: live lines would overwrite the question.
  const { app, robotOptions } = prepareRobot(context, config, flags, { isLive: false });
  await app.withLedger((ledger) => confirmAfterRefusal(context, config, ledger));
  const options = { ...robotOptions, command: 'sign-in', signsInOnly: true };
  return app.withRobot(options, async (robot, ledger) => {
    const how = await robot.signIn();
    const { login, totpSecret, portalUrl } = config;
    // If no machine can compute codes, the session of this one is the only way in.
    if (ledger.backend.isShared && login !== undefined && totpSecret === undefined) {
      await pinAccount(ledger, accountOf(portalUrl.host, login), hostname());
    }
    terminal.out(how === 'kept' ? texts.signIn.kept : texts.signIn.done);
    return EXIT.done;
  });
};

/** `raccord sign-out`: deletes the stored session. */
export const signOut: Command<object> = async (context) => {
  const { home, portalUrl, login } = configOf(context);
  const store = new SessionStore(home, portalUrl.hostname, login ?? '');
  const { dropped, noSession } = context.texts.signIn;
  context.terminal.out((await store.drop()) ? dropped : noSession);
  return EXIT.done;
};

/**
 * Asks a person to confirm before an administrator is tried again after a refusal.
 * @throws RaccordError PASSWORD_REFUSED_EARLIER if nobody can be asked, or the answer is no.
 */
async function confirmAfterRefusal(
  { terminal, texts }: CommandContext,
  { login }: Config,
  ledger: Ledger,
): Promise<void> {
  const refusal = login === undefined ? undefined : await ledger.refusedSignIn(login);
  if (login === undefined || refusal === undefined) return;
  const mayRetry =
    terminal.isInteractive &&
    (await askYesOrNo(texts.signIn.confirmRetry(refusal.at), texts, false));
  if (!mayRetry) {
    throw new RaccordError('PASSWORD_REFUSED_EARLIER', refusal);
  }
  await ledger.recordSignIn(login, { outcome: 'confirmed' });
}
