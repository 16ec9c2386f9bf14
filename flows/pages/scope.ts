import type { Frame, FrameLocator, Locator, Page } from 'playwright';

/** Where a page object looks: a tab, a frame in it, or a part of either. */
export type Scope = Page | Frame | FrameLocator | Locator;
