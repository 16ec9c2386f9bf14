import { Option } from 'commander';
import { addCommand, type CommandSetup } from '../add-command.ts';
import { collect, portNumber } from '../options/option-values.ts';

const PORT = 8700;

const LOOPBACK = '127.0.0.1';

export function addBoardCommand({ program, texts, dispatch }: CommandSetup): void {
  const { board, help } = texts;
  const { help: own } = board;
  addCommand(program, texts, {
    name: 'board',
    description: own.board,
    example: 'board --port 8700',
  })
    .addOption(new Option('--port <port>', own.port).argParser(portNumber(texts)).default(PORT))
    .option('--listen <address>', own.listen, LOOPBACK)
    .option('--host-name <name>', own.hostName, collect)
    .option('--demo', help.ofDemo)
    .action(dispatch(async () => (await import('./board.ts')).board));
}
