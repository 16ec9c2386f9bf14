/** Formats of credentials in clear; the first is the default. */
export const CLEAR_FORMATS = ['json', 'env', 'csv'] as const;

export type ClearFormat = (typeof CLEAR_FORMATS)[number];

/** Formats of `export`; only `sealed` needs no private key. */
export const EXPORT_FORMATS = [...CLEAR_FORMATS, 'sealed'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];
