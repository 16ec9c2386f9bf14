import type { BrowserContext } from 'playwright';
import { PortalPage } from '../../flows/pages/portal-page.ts';
import { isReadingRequest } from '../../flows/pages/reading-requests.ts';
import { newContext, type ContextOptions, type StartedBrowser } from '../browser/launch.ts';
import { Screen } from '../browser/screen.ts';
import { WriteGuard } from '../browser/write-guard.ts';

/** A place in which one SIRET is worked on: a browser context with its tab, its portal, its screen. */
export interface Lane {
  readonly context: BrowserContext;
  readonly screen: Screen;
  readonly portal: PortalPage;
  /** Present in reading modes. */
  readonly guard?: WriteGuard;
}

/** Opens a lane; a read-only one cannot send what would change something. */
export async function openLane(
  browser: StartedBrowser,
  portalUrl: URL,
  options: ContextOptions & { readonly readOnly: boolean },
): Promise<Lane> {
  const context = await newContext(browser, options);
  const guard = options.readOnly ? await WriteGuard.install(context, isReadingRequest) : undefined;
  const screen = new Screen(await context.newPage());
  return {
    context,
    screen,
    portal: new PortalPage(screen, portalUrl),
    ...(guard !== undefined && { guard }),
  };
}
