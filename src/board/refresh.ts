/** How often a page may be asked for again, in seconds. */
export const MIN_REFRESH_S = 5;
export const MAX_REFRESH_S = 3_600;

/** What the link proposes. */
export const USUAL_REFRESH_S = 30;
