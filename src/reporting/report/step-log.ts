import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ALL_STEPS, type Step } from '../../domain/step-names.ts';
import { parseJson } from '../../domain/json.ts';

/** The end of a step, from the log in an enrolment's evidence. */
export interface LoggedStep {
  readonly step: Step;
  readonly failed: boolean;
  /** Absent if the step failed. */
  readonly durationMs?: number;
  readonly code?: string;
  /** A file next to the log, or the reason why it is missing. */
  readonly picture: { readonly file: string } | { readonly withheld: string };
}

export interface StepLog {
  readonly steps: readonly LoggedStep[];
  /** True if lines could not be read, so that some steps are unknown. */
  readonly isDamaged: boolean;
}

/** No enrolment writes this much; a larger file is not a step log. */
const MAX_BYTES = 8 * 1024 * 1024;

const WITHHELD = 'none: ';

const line = z.object({
  step: z.enum(ALL_STEPS),
  phase: z.enum(['began', 'ended', 'failed']),
  durationMs: z.number().nonnegative().optional(),
  code: z.string().optional(),
  picture: z.string().optional(),
});

/** Reads the valid lines of `steps.jsonl`, or returns `undefined` if there is no log. */
export async function readStepLog(folder: string): Promise<StepLog | undefined> {
  const text = await readText(join(folder, 'steps.jsonl'));
  if (text === undefined) return undefined;
  const steps: LoggedStep[] = [];
  let isDamaged = false;
  for (const written of text.split('\n')) {
    if (written.trim() === '') continue;
    const read = line.safeParse(parseJson(written));
    if (!read.success) isDamaged = true;
    else if (read.data.phase !== 'began') steps.push(stepOf(read.data));
  }
  return { steps, isDamaged };
}

function stepOf({ step, phase, durationMs, code, picture }: z.infer<typeof line>): LoggedStep {
  const failed = phase === 'failed';
  return {
    step,
    failed,
    durationMs: durationMs !== undefined && !failed ? durationMs : undefined,
    code,
    picture:
      picture === undefined || picture.startsWith(WITHHELD)
        ? { withheld: picture?.slice(WITHHELD.length) ?? '' }
        : { file: picture },
  };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      return size > MAX_BYTES ? undefined : await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch {
    // For any reason: the report is written without the log and says so.
    return undefined;
  }
}
