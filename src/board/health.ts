import type { BoardHome } from './board-home.ts';

/** Health of the board, for monitoring programs. Contains no secret and no path. */
export interface Health {
  readonly ok: boolean;
  readonly status: 'ok' | 'failing';
  readonly ledgers: readonly { readonly profile?: string; readonly status: string }[];
}

/** Returns the state of each ledger: `ok`, `none` yet, `lost`, or the code of the error. */
export function healthOf(homes: readonly BoardHome[]): Health {
  const ledgers = homes.map(({ profile, reading }) => ({
    profile,
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
