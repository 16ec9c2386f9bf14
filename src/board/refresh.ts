/** Shortest refresh interval allowed, in seconds. */
export const MIN_REFRESH_S = 5;
export const MAX_REFRESH_S = 3_600;

/** Refresh interval that the link proposes, in seconds. */
export const USUAL_REFRESH_S = 30;
