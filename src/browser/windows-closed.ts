import type { Browser, BrowserContext, Page } from 'playwright';

/** Resolves once a person has closed every window of a browser, or the browser has ended. */
export async function windowsClosed(browser: Browser): Promise<void> {
  if (!browser.isConnected()) return;
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (browser.contexts().every((context) => context.pages().length === 0)) resolve();
    };
    const watchPage = (page: Page): void => {
      page.on('close', look);
    };
    const watch = (context: BrowserContext): void => {
      context.on('page', watchPage);
      context.on('close', look);
      context.pages().forEach(watchPage);
    };
    browser.on('disconnected', () => resolve());
    browser.contexts().forEach(watch);
    look();
  });
}
