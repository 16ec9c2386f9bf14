import { MAX_REFRESH_S, MIN_REFRESH_S } from './refresh.ts';
import { SIRET_FILTERS, type SiretFilter } from './siret-filter.ts';

/** What an address on the board asks for. */
export type Route =
  | { readonly kind: 'overview' }
  | { readonly kind: 'sirets'; readonly wanted: WantedSirets }
  | { readonly kind: 'siret'; readonly siret: string; readonly profile?: string }
  | { readonly kind: 'health' }
  | { readonly kind: 'metrics' }
  | { readonly kind: 'style' }
  | { readonly kind: 'unknown' };

/** Which SIRETs are to be shown; what is absent is not asked for. */
export interface WantedSirets {
  /** The first digits of a SIRET. */
  readonly siret?: string;
  readonly state?: SiretFilter;
  readonly profile?: string;
  /** From 1. */
  readonly page: number;
}

/** The style sheet's place, which all pages name. */
export const STYLE_PATH = '/board.css';

/**
 * Returns what an address asks for, and how often it is to be asked again.
 * @param target as it stands in the request.
 * @returns undefined where it is no address.
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
    ...(isWanted && { refresh: Math.floor(refresh) }),
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
        ...(digits !== '' && { siret: digits }),
        ...(state !== undefined && { state }),
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
