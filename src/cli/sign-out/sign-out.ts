import { SessionStore } from '../../browser/session-store.ts';
import { EXIT } from '../../errors/exit-code.ts';
import { configOf, type Command } from '../context.ts';

/** `raccord sign-out`: deletes the stored session. */
export const signOut: Command<object> = async (context) => {
  const { home, portalUrl, login } = configOf(context);
  const store = new SessionStore(home, portalUrl.hostname, login ?? '');
  const { dropped, noSession } = context.texts.signIn;
  context.terminal.out((await store.drop()) ? dropped : noSession);
  return EXIT.done;
};
