import { z } from 'zod';
import { type AnyRaccordError, RaccordError } from '../../errors/raccord-error.ts';
import { parseSiret, type Siret } from '../../domain/siret.ts';
import { jsonText, parseJson } from '../../domain/json.ts';
import type { BundleProblem } from '../../errors/error-details.ts';

/** A text that a terminal or a table shows unchanged. */
const plain = z
  .string()
  .min(1)
  .max(300)
  .regex(/^\P{C}*$/u, 'it contains invisible characters');

const sha256 = z.string().regex(/^[0-9a-f]{64}$/u, '64 hexadecimal digits are expected');

/**
 * One credential of a bundle: its data in the ledger of the machine that captured it, and its
 * sealed file as stored in the vault.
 */
const ENTRY = z.object({
  // Its check digit was verified at capture, by the rules of that environment.
  siret: z.string().transform((text, context): Siret => {
    const reading = parseSiret(text, 'warned');
    if ('siret' in reading && reading.siret === text) return reading.siret;
    context.addIssue({ code: 'custom', message: '14 digits are expected' });
    return z.NEVER;
  }),
  login: plain,
  // It is used as a file name.
  credentialId: z
    .string()
    .regex(/^\d{8}T\d{6}Z-[0-9a-f]{8}$/u, 'it is not the name of a credential'),
  status: z.enum(['current', 'unproven']),
  capturedAt: z.iso.datetime('it is not a date and time'),
  /** The account's state as last read from the portal's list; a date if the list shows one. */
  accountState: z.string().max(300),
  expiresOn: z.iso.date('it is not a date').exactOptional(),
  /** HMAC-SHA256 of the password under the key of the home that captured it. */
  fingerprint: sha256,
  /** SHA-256 of the sealed file. */
  digest: sha256,
  /** The sealed file, an armored age file. */
  sealed: z.string().max(100_000),
});

const BUNDLE = z.object({
  format: z.literal('raccord-sealed-credentials'),
  version: z.literal(1),
  /** The portal's host name. */
  portal: plain,
  exportedAt: z.iso.datetime('it is not a date and time'),
  credentials: z.array(ENTRY),
});

export type BundleEntry = z.infer<typeof ENTRY>;

export type Bundle = z.infer<typeof BUNDLE>;

/** Maximum number of format errors reported; a file that is not a bundle has one on every line. */
const MAX_TOLD = 10;

/** Returns the text of a bundle file; in clear it has only what `credentials list` prints. */
export function bundleText(
  contents: Pick<Bundle, 'portal' | 'exportedAt' | 'credentials'>,
): string {
  const { portal, exportedAt, credentials } = contents;
  const bundle: Bundle = {
    format: 'raccord-sealed-credentials',
    version: 1,
    portal,
    exportedAt,
    credentials,
  };
  return jsonText(bundle, 2);
}

/**
 * Reads the text of a bundle file: checks its format only and opens nothing.
 * @param file the file's name, for the message.
 * @throws RaccordError BUNDLE_REFUSED naming the wrong field, never its value: a person may have
 * given a file of clear credentials, or a key.
 */
export function readBundle(file: string, text: string): Bundle {
  const refuse = (...reasons: readonly string[]): AnyRaccordError => {
    const problems = reasons.map((reason): BundleProblem => ({ kind: 'unreadable', reason }));
    return new RaccordError('BUNDLE_REFUSED', { file, problems });
  };
  const document = parseJson(text);
  // The parser's message is not given: it quotes its input.
  if (document === undefined) throw refuse('not JSON');
  const bundle = BUNDLE.safeParse(document);
  if (bundle.success) return bundle.data;
  const issues = bundle.error.issues.slice(0, MAX_TOLD);
  const wordsOf = ({ code, message }: (typeof issues)[number]): string =>
    code === 'invalid_format' || code === 'custom' ? message : 'it is missing or of another form';
  throw refuse(...issues.map((issue) => `${issue.path.join('.') || 'JSON'}: ${wordsOf(issue)}`));
}
