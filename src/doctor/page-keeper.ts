import { join } from 'node:path';
import type { PageName } from '../../flows/examination.ts';
import { Evidence } from '../browser/evidence.ts';
import { treeOf } from '../browser/page-tree.ts';
import type { Screen } from '../browser/screen.ts';
import { causeOf } from '../domain/cause.ts';
import { makePrivateFolder, writeDurably } from '../files/durable-file.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { Scrubber } from './scrubber.ts';
import { skeletonOf } from './skeleton.ts';

/** What was kept of a page, as file names in the run's folder, or why it was not. */
export interface KeptPage {
  readonly picture?: string;
  readonly noPicture?: string;
  readonly outline?: string;
  /** With `--collect`. */
  readonly html?: string;
}

/** Where pages show what is the user's own: never pictured. */
const PERSONAL =
  'input:not([type=submit], [type=button], [type=reset], [type=hidden], [type=password]), textarea, ' +
  'select, .select2-chosen, .select2-selection__rendered, table:has(th) td, ' +
  '[class*=user i], [class*=utilisateur i], [class*=avatar i]';

export interface KeeperParts {
  readonly folder: string;
  readonly redactor: Redactor;
  readonly scrubber: Scrubber;
  readonly collect: boolean;
}

/** Keeps of each page a masked picture and its outline, without secrets and without the user. */
export class PageKeeper {
  readonly #parts: KeeperParts;
  readonly #evidence: Evidence;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.#evidence = new Evidence(parts.folder, parts.redactor);
  }

  async keep(
    screen: Screen,
    page: PageName,
    secretsShown: 'none' | 'in-fields',
  ): Promise<KeptPage> {
    const { folder, redactor, scrubber, collect } = this.#parts;
    await makePrivateFolder(folder);
    const picture = await this.#picture(screen, page, secretsShown);
    // Where its field was not found, a secret may stand in any text.
    const wordsOnly = secretsShown !== 'none' && 'noPicture' in picture;
    const title = await screen.view.title();
    const html = skeletonOf(await treeOf(screen.view), scrubber, { title, wordsOnly });
    const outline = await outlineOf(screen, html);
    const write = async (name: string, text: string): Promise<string> => {
      await writeDurably(join(folder, name), Buffer.from(redactor.redact(text), 'utf8'));
      return name;
    };
    if (collect) await makePrivateFolder(join(folder, 'pages'));
    return {
      ...picture,
      outline: await write(`${page}.outline.txt`, outline),
      ...(collect && { html: await write(`pages/${page}.html`, html) }),
    };
  }

  async #picture(
    screen: Screen,
    page: PageName,
    secretsShown: 'none' | 'in-fields',
  ): Promise<Pick<KeptPage, 'picture' | 'noPicture'>> {
    const before = screen.concealed;
    const names = this.#parts.scrubber.pattern();
    // A picture is one of the whole tab, whatever frame of it is in hand.
    const own = screen.page
      .frames()
      .flatMap((frame) => [frame.locator(PERSONAL), frame.getByText(names)]);
    const there = await Promise.all(own.map(async (one) => (await one.count()) > 0));
    screen.conceal(...before, ...own.filter((_, index) => there[index]));
    try {
      const taken = await this.#evidence.picture(screen, page, secretsShown);
      return 'file' in taken ? { picture: taken.file } : { noPicture: taken.withheld };
    } catch (error) {
      // A page that cannot be pictured can still be described.
      return { noPicture: causeOf(error) };
    } finally {
      screen.conceal(...before);
    }
  }
}

/**
 * The accessible outline of what was kept of a page, not of the page itself: an outline holds the
 * values of fields in clear (facts/dom.md section 3, "Secrets").
 */
async function outlineOf(screen: Screen, html: string): Promise<string> {
  const context = await screen.context.browser()?.newContext({ offline: true });
  if (context === undefined) throw new Error('the browser is gone');
  try {
    const page = await context.newPage();
    await page.setContent(html);
    return `${await page.locator('body').ariaSnapshot()}\n`;
  } finally {
    await context.close();
  }
}
