import { systemClock } from '../../domain/clock.ts';
import { missingSetting } from '../../errors/config-problem.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { findOldRecords, removeRecords, type OldRecord } from '../../files/old-records.ts';
import { appOf, loggerOf, type Command, type CommandContext } from '../context.ts';
import { homeConfig } from '../options/demo-home.ts';
import { askYesOrNo } from '../terminal/person.ts';
import { hasLedger } from '../../ledger/home-ledger.ts';

export interface CleanFlags {
  /** Minimum age in milliseconds. */
  readonly olderThan?: number;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly demo?: true;
  readonly json?: true;
}

/** `raccord clean`: removes only the evidence, traces and reports of old runs. */
export const clean: Command<CleanFlags> = async (context, flags) => {
  const { terminal, texts } = context;
  const config = homeConfig(context, flags);
  const { olderThan = config.keepMs, dryRun, yes } = flags;
  const problems = [
    ...(olderThan === undefined ? [missingSetting('--older-than', 'RACCORD_KEEP')] : []),
    ...(dryRun === true || yes === true || terminal.isInteractive
      ? []
      : [{ place: '--yes', reason: { key: 'needed-without-terminal' } } as const]),
  ];
  if (olderThan === undefined || problems.length > 0) {
    throw new RaccordError('CONFIG_INVALID', { problems });
  }
  const look = (): Promise<OldRecord[]> =>
    findOldRecords(config.home, systemClock.now(), olderThan);
  // Without a ledger there were no runs; it is not created here.
  if (dryRun === true || !hasLedger(config)) {
    printResult(context, flags, await look(), 'would go');
    return EXIT.done;
  }
  const app = appOf(context, config, loggerOf(context, false));
  return app.withHomeLocked('clean', async (): Promise<ExitCode> => {
    const old = await look();
    if (old.length > 0 && yes !== true) {
      printResult(context, {}, old, 'would go');
      if (!(await askYesOrNo(texts.keeping.confirm(old.length), texts, false))) {
        terminal.err(texts.batch.declined);
        return EXIT.done;
      }
    }
    await removeRecords(old);
    printResult(context, flags, old, 'gone');
    return EXIT.done;
  });
};

function printResult(
  { terminal, texts }: CommandContext,
  { json }: Pick<CleanFlags, 'json'>,
  records: readonly OldRecord[],
  became: 'would go' | 'gone',
): void {
  if (json === true) {
    terminal.json({
      removed: became === 'gone',
      folders: records.map(({ folder, bytes }) => ({ folder, bytes })),
    });
    return;
  }
  if (became === 'would go') for (const { folder } of records) terminal.out(folder);
  const bytes = records.reduce((sum, record) => sum + record.bytes, 0);
  terminal.err(texts.keeping[became === 'gone' ? 'gone' : 'wouldGo'](records.length, bytes));
}
