import type { RequestTeacher } from '../../acting/request-lessons.ts';
import { nameOfRequest } from '../../teaching/taught-request.ts';
import type { CommandContext } from '../context.ts';
import type { ShownProgress } from './progress-display.ts';
import { askYesOrNo } from './person.ts';

/** Returns the person at the terminal who says which of the stopped requests only read. */
export function requestTeacherAt(
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
