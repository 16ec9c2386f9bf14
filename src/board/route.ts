import { SIRET_FILTERS, type SiretFilter } from './siret-filter.ts';

/** Shortest refresh interval allowed, in seconds. */
const MIN_REFRESH_S = 5;
const MAX_REFRESH_S = 3_600;

/** Refresh interval that the link proposes, in seconds. */
export const USUAL_REFRESH_S = 30;

/** The page that an address on the board refers to. */
export type Route =
  | { readonly kind: 'overview' }
  | { readonly kind: 'sirets'; readonly wanted: WantedSirets }
  | { readonly kind: 'siret'; readonly siret: string; readonly profile?: string }
  | { readonly kind: 'health' }
  | { readonly kind: 'metrics' }
  | { readonly kind: 'style' }
  | { readonly kind: 'unknown' };

/** Filter on SIRETs; absent fields do not filter. */
export interface WantedSirets {
  /** Leading digits of a SIRET. */
  readonly siret?: string;
  readonly state?: SiretFilter;
  readonly profile?: string;
  /** Page number, from 1. */
  readonly page: number;
}

/** Path of the style sheet, linked by all pages. */
export const STYLE_PATH = '/board.css';

/**
 * Returns the page that an address refers to, and its refresh interval.
 * @param target the request target, unmodified.
 * @returns `undefined` if the address is not valid.
 */
export function routeOf(
  target: string,
): { readonly route: Route; readonly refresh?: number } | undefined {
  const base = 'http://board';
  if (!target.startsWith('/') || !URL.canParse(target, base)) return undefined;
  const { pathname, searchParams } = new URL(target, base);
  const refresh = Number(searchParams.get('refresh') ?? Number.NaN);
  const isWanted = refresh >= MIN_REFRESH_S && refresh <= MAX_REFRESH_S;
  return {
    route: routeAt(pathname, searchParams),
    refresh: isWanted ? Math.floor(refresh) : undefined,
  };
}

function routeAt(path: string, query: URLSearchParams): Route {
  const profile = query.get('profile') ?? '';
  const ofProfile = profile === '' ? {} : { profile };
  const siret = /^\/sirets\/(\d{14})$/u.exec(path)?.[1];
  if (siret !== undefined) return { kind: 'siret', siret, ...ofProfile };
  switch (path) {
    case '/':
      return { kind: 'overview' };
    case '/sirets': {
      const digits = (query.get('siret') ?? '').replace(/\D/gu, '');
      const state = SIRET_FILTERS.find((one) => one === query.get('state'));
      const page = Math.max(1, Math.floor(Number(query.get('page') ?? '1')) || 1);
      const wanted = {
        ...ofProfile,
        siret: digits === '' ? undefined : digits,
        state,
        page,
      };
      return { kind: 'sirets', wanted };
    }
    case '/healthz':
      return { kind: 'health' };
    case '/metrics':
      return { kind: 'metrics' };
    case STYLE_PATH:
      return { kind: 'style' };
    default:
      return { kind: 'unknown' };
  }
}
