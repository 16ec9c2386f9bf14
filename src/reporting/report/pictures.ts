import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Step } from '../../domain/step-names.ts';
import type { LoggedStep } from './step-log.ts';

/** A picture of a page after a step, or the reason why it is missing. */
export interface Picture {
  readonly step: Step;
  /** True if the step failed. */
  readonly failed: boolean;
  readonly state: PictureState;
}

export type PictureState =
  | { readonly kind: 'there'; readonly path: string; readonly bytes: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'withheld'; readonly reason: string };

/** A loaded picture, for a `data:` address. */
export interface ReadPicture {
  readonly base64: string;
  readonly width: number;
  readonly height: number;
}

/**
 * Maximum total length of embedded pictures, in characters: a mailed page stays below 3 MB.
 * The others are linked as files.
 */
export const PICTURE_BUDGET = 2_400_000;

/** Larger pictures are linked: one would use up the whole budget. */
const MAX_EMBEDDED_BYTES = 800_000;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Width and height directly follow the signature, in the first chunk. */
const HEAD_LENGTH = 24;

/**
 * Returns the pictures in a step log, in the order in which they were taken. A retried SIRET
 * overwrites the pictures of its first attempt: each file is listed once, for its last step.
 */
export async function findPictures(
  folder: string,
  steps: readonly LoggedStep[],
): Promise<Picture[]> {
  const last = new Map<string, LoggedStep>();
  steps.forEach((step, index) => {
    const key = 'file' in step.picture ? step.picture.file : `#${index}`;
    last.delete(key);
    last.set(key, step);
  });
  return Promise.all(
    [...last.values()].map(async ({ step, failed, picture }) => ({
      step,
      failed,
      state: await stateOf(folder, picture),
    })),
  );
}

async function stateOf(folder: string, picture: LoggedStep['picture']): Promise<PictureState> {
  if ('withheld' in picture) return { kind: 'withheld', reason: picture.withheld };
  // Guards against a modified log: only files next to it are read.
  if (!/^[\w-]+\.png$/u.test(picture.file)) return { kind: 'missing' };
  const path = join(folder, picture.file);
  const found = await lstat(path).catch(() => undefined);
  if (found?.isFile() !== true) return { kind: 'missing' };
  return { kind: 'there', path, bytes: found.size };
}

/**
 * Chooses the pictures to embed: first those of failed steps of failed SIRETs, then their other
 * pictures, then the rest, up to the first that does not fit.
 */
export function chooseEmbedded(
  enrolments: readonly { readonly failed: boolean; readonly pictures: readonly Picture[] }[],
  budget: number,
): ReadonlySet<Picture> {
  const ofFailed = enrolments.filter(({ failed }) => failed).flatMap(({ pictures }) => pictures);
  const ofOthers = enrolments.filter(({ failed }) => !failed).flatMap(({ pictures }) => pictures);
  const chosen = new Set<Picture>();
  let left = budget;
  const urgent = ofFailed.filter(({ failed }) => failed);
  for (const picture of new Set([...urgent, ...ofFailed, ...ofOthers])) {
    if (picture.state.kind !== 'there') continue;
    const length = Math.ceil(picture.state.bytes / 3) * 4;
    if (length > MAX_EMBEDDED_BYTES) continue;
    if (length > left) break;
    left -= length;
    chosen.add(picture);
  }
  return chosen;
}

/** Reads a picture, or returns `undefined` if the file is missing or is not a picture. */
export async function readPicture(path: string): Promise<ReadPicture | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined || bytes.length < HEAD_LENGTH) return undefined;
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return undefined;
  return {
    base64: bytes.toString('base64'),
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
  };
}
