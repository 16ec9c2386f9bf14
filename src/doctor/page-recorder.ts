import { join } from 'node:path';
import type { PageName } from '../../flows/examination.ts';
import { Evidence } from '../browser/evidence.ts';
import { treeOf } from '../browser/page-tree.ts';
import { readSecretFrom } from '../browser/secret-channel.ts';
import type { ActivePage } from '../browser/active-page.ts';
import { safeMessage } from '../errors/safe-message.ts';
import { makePrivateFolder, writeDurably } from '../files/durable-file.ts';
import type { Redactor } from '../secrets/redactor.ts';
import type { ShownSecret } from '../seeing/shown-password.ts';
import type { Scrubber } from './scrubber.ts';
import { skeletonOf } from './skeleton.ts';

/** File names of a page's records in the run's folder, or the reason why they are missing. */
export interface RecordedPage {
  readonly picture?: string;
  readonly noPicture?: string;
  readonly outline?: string;
  /** With `--collect`. */
  readonly html?: string;
}

/** Matches parts of pages that show the user's own data: never pictured. */
const PERSONAL =
  'input:not([type=submit], [type=button], [type=reset], [type=hidden], [type=password]), textarea, ' +
  'select, .select2-chosen, .select2-selection__rendered, table:has(th) td, ' +
  '[class*=user i], [class*=utilisateur i], [class*=avatar i]';

export interface PageRecorderParts {
  readonly folder: string;
  readonly redactor: Redactor;
  readonly scrubber: Scrubber;
  readonly collect: boolean;
}

/** Saves a masked picture and the outline of each page, without secrets or personal data. */
export class PageRecorder {
  readonly #parts: PageRecorderParts;
  readonly #evidence: Evidence;

  constructor(parts: PageRecorderParts) {
    this.#parts = parts;
    this.#evidence = new Evidence(parts.folder, parts.redactor);
  }

  async keep(
    activePage: ActivePage,
    page: PageName,
    secretsShown: 'none' | 'in-fields',
  ): Promise<RecordedPage> {
    const { folder, redactor, scrubber, collect } = this.#parts;
    await makePrivateFolder(folder);
    const isKnown = secretsShown === 'none' || (await this.#areSecretsKnown(activePage));
    const picture = await this.#picture(activePage, page, secretsShown);
    // If the secret was not found, or is not what is known, any text may contain it.
    const wordsOnly = !isKnown || (secretsShown !== 'none' && 'noPicture' in picture);
    const title = await activePage.view.title();
    const html = skeletonOf(await treeOf(activePage.view), scrubber, { title, wordsOnly });
    const outline = await outlineOf(activePage, html);
    const write = async (name: string, text: string): Promise<string> => {
      await writeDurably(join(folder, name), Buffer.from(redactor.redact(text), 'utf8'));
      return name;
    };
    if (collect) await makePrivateFolder(join(folder, 'pages'));
    return {
      ...picture,
      outline: await write(`${page}.outline.txt`, outline),
      html: collect ? await write(`pages/${page}.html`, html) : undefined,
    };
  }

  /** Returns whether each secret that the page shows in its field is taken out of all texts. */
  async #areSecretsKnown(activePage: ActivePage): Promise<boolean> {
    const fields = await activePage.findConcealed();
    const shown = await Promise.all(
      fields.map(async (field) => {
        const handles = (await field?.elementHandles()) ?? [];
        // What the page redraws meanwhile is unknown.
        const read = handles.map((one) => readSecretFrom(one, activePage.page));
        return Promise.all(read.map((one) => one.catch(() => undefined)));
      }),
    );
    const isKnown = (read: ShownSecret | undefined): boolean => {
      const text = read?.secret.reveal();
      return text === '' || (text !== undefined && this.#parts.redactor.redact(text) !== text);
    };
    return shown.every((one) => one.length > 0 && one.every(isKnown));
  }

  async #picture(
    activePage: ActivePage,
    page: PageName,
    secretsShown: 'none' | 'in-fields',
  ): Promise<Pick<RecordedPage, 'picture' | 'noPicture'>> {
    const before = activePage.concealed;
    const names = this.#parts.scrubber.pattern();
    // A picture shows the whole tab, whichever frame is active.
    const own = activePage.page
      .frames()
      .flatMap((frame) => [frame.locator(PERSONAL), frame.getByText(names)]);
    const there = await Promise.all(own.map(async (one) => (await one.count()) > 0));
    activePage.conceal(...before, ...own.filter((_, index) => there[index]));
    try {
      const taken = await this.#evidence.picture(activePage, page, secretsShown);
      return 'file' in taken ? { picture: taken.file } : { noPicture: taken.withheld };
    } catch (error) {
      // A page that cannot be pictured can still be described by its outline.
      return { noPicture: safeMessage(error) };
    } finally {
      activePage.conceal(...before);
    }
  }
}

/**
 * Returns the accessible outline of the saved HTML, not of the page: the page's outline shows
 * field values in clear text (facts/dom.md section 3, "Secrets").
 */
async function outlineOf(activePage: ActivePage, html: string): Promise<string> {
  const context = await activePage.context.browser()?.newContext({ offline: true });
  if (context === undefined) throw new Error('the browser is gone');
  try {
    const page = await context.newPage();
    await page.setContent(html);
    return `${await page.locator('body').ariaSnapshot()}\n`;
  } finally {
    await context.close();
  }
}
