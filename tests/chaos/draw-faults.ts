import type { Random } from '../../bench/fuzz/random.mjs';
import type { Fault, Place } from '../../fixtures/portal/fault.ts';
import type { WriteAction } from '../../fixtures/portal/requests.ts';
import type { CaseStructure, Command, PortalFault, ProcessFault } from './case.ts';
import { some, weighted } from './weights.ts';

/** The contact's address that raccord takes where the form proposes it: the administrator's. */
export const RACCORDS_EMAIL = 'administrateur@pldiffusion.example';

/** How long a request may take to land after its intent, in milliseconds, scaled down. */
export const SETTLE_MS = 1_500;

/** Longer than the page objects wait for what follows a click that loads a page, or one that does not. */
const LONG_HOLD_MS: Readonly<Record<WriteAction, number>> = {
  declare: 16_500,
  'create-account': 33_000,
  'reset-password': 33_000,
};

/** Seconds after which a home is anyone's whose process does not renew its lease (`app.ts`), and some. */
const LEASE_MS = 33_000;

/** Moments at which a stop or a full disk hurts most, by words of the ledger's row. */
function rowsOf(command: Command): readonly [string, ...string[]] {
  if (command.name === 'renew') return ['submit-reset began', 'sealed', 'intended', 'accepted'];
  const account = [
    'submit-account began',
    'account sealed',
    'account intended',
    'account accepted',
  ];
  const connection = ['submit-declaration began', 'connection intended', 'connection accepted'];
  if (command.name === 'batch' || command.only === undefined)
    return some([...account, ...connection]);
  return some(command.only === 'account' ? account : connection);
}

/** A disk that fills up or turns read-only while a command runs. */
export function drawDisk(random: Random, command: Command): ProcessFault {
  return { kind: random.pick(['full disk', 'read-only disk']), row: random.pick(rowsOf(command)) };
}

/** What happens to a command's process. */
export function drawProcess(random: Random, command: Command): ProcessFault {
  const kind = weighted(random, { write: 42, moment: 34, window: 20, lease: 1 });
  const isLong = command.name === 'batch' || (command.name === 'run' && command.only === undefined);
  switch (kind) {
    case 'write':
      return { kind: 'kill after a durable write', write: 1 + random.below(isLong ? 90 : 48) };
    case 'moment':
      return {
        kind: 'kill at a moment',
        line: 1 + random.below(isLong ? 24 : 13),
        ms: random.below(600),
      };
    case 'window':
      return {
        kind: 'stop past the window',
        row: random.pick(rowsOf(command)),
        forMs: SETTLE_MS + 500 + random.below(1_000),
      };
    case 'lease':
      return {
        kind: 'stop past the lease',
        row: random.pick(rowsOf(command)),
        forMs: LEASE_MS,
      };
  }
}

/** An answer that takes longer than raccord waits for what follows its click. */
export function drawLongHold(random: Random, command: Command): PortalFault {
  const at = random.pick(writesOf(command));
  const how = random.pick(['slow', 'slow-after']);
  const kind = how === 'slow' ? 'held before' : 'held after';
  return { kind, fault: { at, how, afterMs: LONG_HOLD_MS[at] } };
}

/** A fault of the portal that a command meets. */
export function drawPortalFault(
  random: Random,
  command: Command,
  structures: readonly CaseStructure[],
): PortalFault {
  const at = random.pick(writesOf(command));
  // What a process that is killed or fails leaves behind is met by what it does next, too.
  const times = random.chance(0.15) ? { times: 2 } : {};
  const place = random.pick(placesOf(command));
  const anywhere = random.chance(0.6) ? at : place;
  const status = random.pick([500, 502, 503, 504]);
  const kind = weighted(random, {
    'held before': 15,
    'held after': 11,
    refusal: 14,
    'cut connection': 14,
    error: 13,
    'session ended': 7,
    'odd answer': 10,
    'second hand between steps': 16,
  });
  switch (kind) {
    case 'held before':
      return { kind, fault: { at: anywhere, how: 'slow', afterMs: drawHold(random) } };
    case 'held after':
      return { kind, fault: { at: anywhere, how: 'slow-after', afterMs: drawHold(random) } };
    case 'refusal': {
      const how = random.pick(some(at === 'declare' ? REFUSALS : REFUSALS.slice(0, 2)));
      return { kind, fault: { at, how, ...times } };
    }
    case 'cut connection': {
      const isWrite = anywhere === at;
      const how = isWrite && random.chance(0.6) ? 'reset-after' : 'reset-before';
      return { kind, fault: { at: anywhere, how, ...times, ...(random.chance(0.4) && SERVED) } };
    }
    case 'error': {
      const how = random.pick(some(anywhere === at ? ERRORS : ERRORS.slice(0, 2)));
      return { kind, fault: { at: anywhere, how, status, ...times } };
    }
    case 'session ended':
      return {
        kind,
        fault: { at: anywhere, how: random.pick(['session-ended', 'session-ended-asking']) },
      };
    case 'odd answer':
      return { kind, fault: { at, how: random.pick(ODD), afterMs: SETTLE_MS / 3 } };
    case 'second hand between steps':
      return drawHand(random, command, structures);
  }
}

const REFUSALS = ['refuse', 'page-expired', 'name-taken'] as const;

const ERRORS = ['error-before', 'unavailable', 'error-after'] as const;

const ODD = [
  'never-lands',
  'lands-late',
  'listed-late',
  'no-confirmation',
  'vanishing-confirmation',
] as const;

const SERVED = { resend: 'served' } as const;

/** Mostly so short that raccord waits for it; now and then longer than a settle window at its usual scale. */
function drawHold(random: Random): number {
  return random.pick([300, 600, 600, 900, 900, 4_000]);
}

const HANDS = {
  declare: 'hand-declares',
  'create-account': 'hand-creates',
  'reset-password': 'hand-resets',
} as const;

/** Somebody else's move while a command runs. */
export function drawHand(
  random: Random,
  command: Command,
  structures: readonly CaseStructure[],
): PortalFault {
  const fault = drawMoveAt(random, command, structures);
  return { kind: 'second hand between steps', fault };
}

function drawMoveAt(random: Random, command: Command, structures: readonly CaseStructure[]): Fault {
  const { does, ...move } = drawMove(random, command, structures);
  const hand = { how: HANDS[does], ...move } as const;
  // What was read last before the click, the click itself, or any step.
  switch (weighted(random, { form: 40, click: 35, anywhere: 25 })) {
    case 'form': {
      // A plan reads the form as well, and a list is asked for several times before.
      const isOnce = command.name === 'run' && command.only === 'account';
      const after = random.below(isOnce ? 2 : 4);
      return { at: FORMS[random.pick(writesOf(command))], ...hand, ...(after > 0 && { after }) };
    }
    case 'click':
      return {
        at: random.pick(writesOf(command)),
        ...hand,
        when: random.pick(['before', 'after']),
      };
    case 'anywhere':
      return {
        at: random.pick(placesOf(command)),
        ...hand,
        ...(random.chance(0.5) && { after: 1 + random.below(2) }),
      };
  }
}

/** What a form asks for last before it is sent. */
const FORMS = {
  declare: 'list',
  'create-account': 'autofill',
  'reset-password': 'autofill',
} as const;

/** What somebody else does about the same establishment: mostly the very thing that raccord is to do. */
export function drawMove(random: Random, command: Command, structures: readonly CaseStructure[]) {
  const does = random.chance(0.8)
    ? random.pick(writesOf(command))
    : random.pick(['declare', 'create-account', 'reset-password'] as const);
  const siret = command.name === 'run' ? command.siret : random.pick(some(structures)).siret;
  return {
    does,
    siret,
    ...(does === 'declare' && random.chance(0.5) && { name: 'Pldiffusion1' }),
    ...(does === 'create-account' && random.chance(0.5) && { email: RACCORDS_EMAIL }),
  };
}

function writesOf(command: Command): readonly [WriteAction, ...WriteAction[]] {
  if (command.name === 'renew') return ['reset-password'];
  if (command.name === 'batch' || command.only === undefined) return ['declare', 'create-account'];
  return [command.only === 'connection' ? 'declare' : 'create-account'];
}

/** Where a command reads, between the writes. */
function placesOf(command: Command): readonly [Place, ...Place[]] {
  const accounts: Place[] = ['portal', 'portal-content', 'structures', 'accounts', 'autofill'];
  const connections: Place[] = ['connections-menu', 'connections', 'list'];
  if (command.name === 'renew' || (command.name === 'run' && command.only === 'account')) {
    return some(accounts);
  }
  if (command.name === 'run' && command.only === 'connection') return some(connections);
  return some([...accounts, ...connections]);
}
