import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'playwright';
import { jsonText, type Jsonable } from '../domain/json.ts';
import type { Redactor } from '../secrets/redactor.ts';
import { UnwritableError } from '../errors/unwritable-error.ts';
import { makePrivateFolder, writeDurably } from '../files/durable-file.ts';
import type { ActivePage } from './active-page.ts';
import { BAR_COLOUR, concealingStyle } from './concealing-style.ts';
import { readAllVisibleText } from './secret-channel.ts';

const NOT_HIDDEN = 'the secret field could not be hidden';

/**
 * Secrets that a page may show: none; one in the fields to be masked; or, after its capture, a
 * known one anywhere on the page, whose field may be gone.
 */
export type SecretsShown = 'none' | 'in-fields' | 'known';

/** The evidence folder of one enrolment: a screenshot per step and a step log, without secrets. */
export class Evidence {
  readonly folder: string;
  readonly #redactor: Redactor;
  #pictures = 0;

  constructor(folder: string, redactor: Redactor) {
    this.folder = folder;
    this.#redactor = redactor;
  }

  /** Adds a line to the step log. */
  async note<T extends Jsonable<T>>(line: T): Promise<void> {
    await makePrivateFolder(this.folder);
    const text = this.#redactor.redactLine(`${jsonText(line)}\n`);
    const file = join(this.folder, 'steps.jsonl');
    try {
      await appendFile(file, text, { mode: 0o600 });
    } catch (error) {
      throw new UnwritableError(file, error);
    }
  }

  /**
   * Takes a screenshot of the current tab with its secret fields masked. Withholds it if a secret
   * may be on the page and its field was not found, or if a known secret is shown elsewhere.
   *
   * @returns the file's name, or the reason why the screenshot was withheld.
   */
  async picture(
    activePage: ActivePage,
    name: string,
    secretsShown: SecretsShown,
  ): Promise<{ file: string } | { withheld: string }> {
    const concealed = await activePage.findConcealed();
    const hidden = await Promise.all(
      concealed.map(async (field) => (await field?.elementHandles()) ?? []),
    );
    const withheld = await this.#reasonToWithhold(activePage.page, hidden, secretsShown);
    if (withheld !== undefined) return { withheld };
    const image = await activePage.page.screenshot({
      fullPage: true,
      animations: 'disabled',
      style: await concealingStyle(hidden.flat()),
      mask: concealed.filter((field) => field !== undefined),
      maskColor: BAR_COLOUR,
    });
    // A field that the page redrew meanwhile may be unmasked in the screenshot.
    const still = await Promise.all(concealed.map(async (field) => (await field?.count()) ?? 0));
    if (still.some((count, index) => count < (hidden[index]?.length ?? 0))) {
      return { withheld: NOT_HIDDEN };
    }
    this.#pictures += 1;
    const file = `${String(this.#pictures).padStart(2, '0')}-${name}.png`;
    await makePrivateFolder(this.folder);
    await writeDurably(join(this.folder, file), image);
    return { file };
  }

  async #reasonToWithhold(
    page: Page,
    hidden: readonly (readonly ElementHandle[])[],
    secretsShown: SecretsShown,
  ): Promise<string | undefined> {
    if (secretsShown === 'none') return undefined;
    const fields = hidden.flat();
    const gone = secretsShown === 'known' && fields.length === 0;
    if (!gone && (hidden.length === 0 || hidden.some((one) => one.length === 0))) {
      return NOT_HIDDEN;
    }
    const shown = (await readAllVisibleText(page, fields)).reveal();
    const isShown = this.#redactor.redact(shown) !== shown || this.#redactor.isSpelledIn(shown);
    return isShown ? 'a secret is shown elsewhere' : undefined;
  }
}
