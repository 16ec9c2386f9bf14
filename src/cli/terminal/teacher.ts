import { isCancel, select, text } from '@clack/prompts';
import type { Teacher } from '../../acting/knowledge.ts';
import { MEANINGS, type Meaning } from '../../teaching/message-words.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import type { ErrorDetails } from '../../errors/error-details.ts';
import type { CommandContext } from '../context.ts';
import type { DebugFlags } from '../options/debug-options.ts';
import type { ShownProgress } from './progress-display.ts';
import { askYesOrNo } from './person.ts';
import type { RequestTeacher } from '../../acting/request-lessons.ts';
import { nameOfRequest } from '../../teaching/taught-request.ts';

/** Flag of the commands during which a person may point at what is not found. */
export interface TeachFlags {
  readonly teach?: true;
}

/**
 * Returns the person who shows raccord what it does not find; `undefined` without `--teach`.
 * @throws RaccordError CONFIG_INVALID if there is no window, or nobody at a terminal.
 */
export function teacherFor(
  { terminal, texts, signal }: CommandContext,
  { teach, headed }: TeachFlags & DebugFlags,
  progress: Pick<ShownProgress, 'pause'>,
): Teacher | undefined {
  if (teach !== true) return undefined;
  const problems: ErrorDetails['CONFIG_INVALID']['problems'] = [
    ...(headed === true ? [] : [{ place: '--teach', reason: { key: 'needs-headed' } } as const]),
    ...(terminal.isInteractive
      ? []
      : [{ place: '--teach', reason: { key: 'needs-terminal' } } as const]),
  ];
  if (problems.length > 0) throw new RaccordError('CONFIG_INVALID', { problems });
  const { teach: words } = texts;
  const output = process.stderr;
  let sign = '';
  return {
    ...requestTeacherAt({ terminal, texts }, progress),
    signal,
    lookingFor: (name, { wording, where, meant }, why) => {
      progress.pause();
      // A configured option is not something that raccord has a name for.
      const own = meant === undefined ? name : '';
      sign = words.sign(own, meant ?? wording[0]);
      terminal.err(
        meant === undefined
          ? words.lookedFor(own, wording[0], where)
          : words.lookedForOption(meant, wording[0], where),
      );
      terminal.err(whyAsked(why, words));
    },
    askToPoint: async (showSign) => {
      await showSign(sign);
      terminal.err(words.point);
    },
    unsettled: (why, kind) => {
      terminal.err(words.unsettled(why, kind));
    },
    confirm: (kind, clues) =>
      askYesOrNo(words.askRememberOutlined(words.described(kind, clues)), texts, true),
    confirmWords: (kind, own) =>
      kind === 'option'
        ? askYesOrNo(words.askRemember(words.worded(kind, own)), texts, true)
        : askYesOrNo(words.askRememberOutlined(words.worded(kind, own)), texts, true),
    typeWords: async (own) => {
      const typed = await text({ message: words.askWords(own), output });
      return isCancel(typed) ? '' : typed;
    },
    choose: async (kind, offered) => {
      const options = offered.map((own) => ({ value: own, label: own }));
      const none = { value: '', label: words.noneOfThese };
      const chosen = await select({
        message: words.askChoice(kind),
        options: [...options, none],
        output,
      });
      return isCancel(chosen) || chosen === '' ? undefined : chosen;
    },
    answerUnclear: (where, shown) => {
      progress.pause();
      sign = words.answerSign;
      terminal.err(words.answerUnclear(where, shown));
    },
    chooseMeaning: async (own) => {
      const chosen = await select<Meaning | ''>({
        message: words.askMeaning(own),
        options: [
          ...MEANINGS.map((value) => ({ value, label: words.meanings[value] })),
          { value: '', label: words.neitherMeaning },
        ],
        output,
      });
      return isCancel(chosen) || chosen === '' ? undefined : chosen;
    },
    confirmValues: (where, values) => {
      progress.pause();
      terminal.err(words.firstWrite(where));
      for (const [label, shown] of values) terminal.err(words.value(label, shown));
      return askYesOrNo(words.askSend, texts, false);
    },
    remembered: (name) => {
      terminal.err(words.remembered(name));
    },
  };
}

function whyAsked(
  why: Parameters<Teacher['lookingFor']>[2],
  words: CommandContext['texts']['teach'],
): string {
  switch (why.kind) {
    case 'not-found':
      return words.notFound;
    case 'several':
      return words.several(why.matches);
    case 'taught-not-fitting':
      return words.taughtNotFitting;
  }
}

/** Returns the person at the terminal who says which of the stopped requests only read. */
function requestTeacherAt(
  { terminal, texts }: Pick<CommandContext, 'terminal' | 'texts'>,
  progress: Pick<ShownProgress, 'pause'>,
): RequestTeacher {
  const words = texts.teach.requests;
  return {
    confirmReads: (request) => {
      progress.pause();
      const { host, names, operations, page, after } = request;
      terminal.err(words.stopped);
      terminal.err(words.request(request, host));
      terminal.err(words.names(names));
      if (operations.length > 0) terminal.err(words.operations(operations));
      terminal.err(words.sentBy(page, after));
      return askYesOrNo(words.askReads, texts, false);
    },
    notTeachable: (address, why) => {
      progress.pause();
      terminal.err(words.notTeachable(address, why));
    },
    requestRemembered: (request) => {
      terminal.err(words.remembered(nameOfRequest(request)));
    },
  };
}
