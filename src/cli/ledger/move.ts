import { EXIT } from '../../errors/exit-code.ts';
import { appOf, configOf, loggerOf, type Command } from '../context.ts';

interface MoveFlags {
  readonly json?: true;
}

/** `raccord ledger move`: moves the home's ledger into the database of RACCORD_DATABASE_URL. */
export const move: Command<MoveFlags> = async (context, flags) => {
  const { terminal, texts } = context;
  const config = configOf(context, { secrets: false });
  const { moved, kept } = await appOf(context, config, loggerOf(context, false)).moveLedger();
  if (flags.json === true) {
    terminal.json({ ...moved, kept });
    return EXIT.done;
  }
  terminal.out(texts.ledger.moved(moved.sirets, moved.sealed));
  terminal.err(texts.ledger.kept(kept));
  if (moved.damaged > 0) terminal.err(texts.keys.counts.damaged(moved.damaged));
  return EXIT.done;
};
