import { readFile } from 'node:fs/promises';
import { Scrubber } from '../../doctor/scrubber.ts';
import { EXIT } from '../../errors/exit-code.ts';
import { isRaccordError, RaccordError } from '../../errors/raccord-error.ts';
import { writeDurably } from '../../files/durable-file.ts';
import { readTaught, saveTaught, taughtText } from '../../robot/taught-file.ts';
import {
  forOthers,
  joined,
  namesTaught,
  NOTHING_TAUGHT,
  parseTaught,
  without,
} from '../../teaching/taught.ts';
import { configOf, type Command } from '../context.ts';
import { taughtEntries } from '../results/taught-line.ts';
import { unreadableReason } from '../../config/secrets.ts';
import { allWordings } from '../../robot/custom-wordings.ts';

/** `raccord taught list`: lists what was taught by pointing, and how it is found. */
export const listTaught: Command<{ readonly json?: true }> = async (context, { json }) => {
  const { terminal, texts } = context;
  const taught = await readTaught(configOf(context).home);
  if (json === true) {
    const { things, requests } = taught;
    terminal.json({
      things,
      requests,
    });
    return EXIT.done;
  }
  const entries = taughtEntries(taught, texts);
  if (entries.length === 0) terminal.out(texts.teach.nothing);
  for (const { line } of entries) terminal.out(line);
  return EXIT.done;
};

/** `raccord taught forget`: forgets one name, on all pages, or everything. */
export const forgetTaught: Command<{ readonly name?: string; readonly all?: true }> = async (
  context,
  { name, all },
) => {
  const { terminal, texts } = context;
  const { home } = configOf(context);
  const taught = await readTaught(home).catch((error: unknown) => {
    // To forget everything, nothing of it has to be understood.
    if (all !== true || !isRaccordError(error) || error.code !== 'CONFIG_INVALID') throw error;
    return undefined;
  });
  if (taught === undefined) {
    await saveTaught(home, NOTHING_TAUGHT);
    terminal.out(texts.teach.forgottenAll);
    return EXIT.done;
  }
  const left = all === true ? NOTHING_TAUGHT : without(taught, name ?? '');
  const forgotten = namesTaught(taught).length - namesTaught(left).length;
  if (forgotten === 0) {
    const names = [...new Set(namesTaught(taught))].join(', ');
    const problems = [texts.teach.notTaught(name ?? '', names)];
    throw new RaccordError('CONFIG_INVALID', { problems });
  }
  await saveTaught(home, left);
  terminal.out(texts.teach.forgotten(forgotten));
  return EXIT.done;
};

/** `raccord taught export`: exports what was taught, without user data, to be sent on. */
export const exportTaught: Command<{ readonly output?: string }> = async (context, { output }) => {
  const { terminal, texts } = context;
  const { home, login = '', contact } = configOf(context);
  const scrubber = new Scrubber(context.redactor, allWordings());
  const names = [login.split('@')[0] ?? '', ...Object.values(contact)].filter((one) => one !== '');
  for (const own of names.flatMap((one) => [one, ...one.split(/[^\p{L}]+/u)])) scrubber.learn(own);
  const clean = forOthers(await readTaught(home), (text) => scrubber.text(text));
  if (output === undefined) {
    terminal.out(taughtText(clean).trimEnd());
    return EXIT.done;
  }
  await writeDurably(output, Buffer.from(taughtText(clean)));
  terminal.out(texts.teach.exported(namesTaught(clean).length, output));
  return EXIT.done;
};

/** `raccord taught import`: imports another home's export; first writes are still reviewed here. */
export const importTaught: Command<{ readonly file: string }> = async (context, { file }) => {
  const { terminal, texts } = context;
  const { home } = configOf(context);
  const json = await readFile(file, 'utf8').catch((error: unknown) => {
    const problems = [{ place: file, reason: unreadableReason(error) }];
    throw new RaccordError('CONFIG_INVALID', { problems }, error);
  });
  const theirs = forOthers(parseTaught(json, file), (text) => text);
  await saveTaught(home, joined(await readTaught(home), theirs));
  terminal.out(texts.teach.imported(namesTaught(theirs).length));
  return EXIT.done;
};
