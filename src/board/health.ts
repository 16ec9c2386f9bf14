import type { BoardHome } from './board-home.ts';

/** Whether the board can tell how things stand, for programs. No secret, no path. */
export interface Health {
  readonly ok: boolean;
  readonly status: 'ok' | 'failing';
  readonly ledgers: readonly { readonly profile?: string; readonly status: string }[];
}

/** Returns which ledgers were read: `ok`, `none` yet, `lost`, or the code of what is wrong. */
export function healthOf(homes: readonly BoardHome[]): Health {
  const ledgers = homes.map(({ profile, reading }) => ({
    ...(profile !== undefined && { profile }),
    status: statusOf(reading),
  }));
  const ok = ledgers.every(({ status }) => status === 'ok' || status === 'none');
  return { ok, status: ok ? 'ok' : 'failing', ledgers };
}

function statusOf(reading: BoardHome['reading']): string {
  switch (reading.kind) {
    case 'known':
      return 'ok';
    case 'none':
      return reading.unlisted === 0 ? 'none' : 'lost';
    case 'unreadable':
      return reading.error.code;
  }
}
