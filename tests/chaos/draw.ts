import { Random } from '../../bench/fuzz/random.mjs';
import type { Fault, Place } from '../../fixtures/portal/fault.ts';
import { MENUS, OPENINGS, SKINS } from '../../fixtures/portal/options.ts';
import { DEFAULT_STRUCTURES } from '../../fixtures/portal/structures.ts';
import type { WriteAction } from '../../fixtures/portal/requests.ts';
import {
  HOME_FAULTS,
  type Act,
  type CaseStructure,
  type ChaosCase,
  type Command,
  type HomeFault,
  type PortalFault,
  type ProcessFault,
} from './case.ts';

/** The contact's address that raccord takes where the form proposes it: the administrator's. */
export const RACCORDS_EMAIL = 'administrateur@pldiffusion.example';

/** How long a request may take to land after its intent, in milliseconds, scaled down. */
const SETTLE_MS = 1_500;

/** Longer than the page objects wait for what follows a click that loads a page, or one that does not. */
const LONG_HOLD_MS: Readonly<Record<WriteAction, number>> = {
  declare: 16_500,
  'create-account': 33_000,
  'reset-password': 33_000,
};

/** Seconds after which a home is anyone's whose process does not renew its lease (`app.ts`), and some. */
const LEASE_MS = 33_000;

/** The seed of each case of a run; that of the first is the run's own, so that one case can be had alone. */
export function caseSeed(seed: number, index: number): number {
  return index === 0 ? seed : new Random(seed, index).below(2 ** 32);
}

/** Draws a case. The same seed draws the same case, on every machine. */
export function drawCase(seed: number): ChaosCase {
  const random = new Random(seed, 0);
  const structures = drawStructures(random);
  const portal = {
    skin: random.chance(0.4) ? 'default' : random.pick(SKINS),
    opens: random.pick(OPENINGS),
    accountOpens: random.chance(0.15) ? 'iframe' : 'same-tab',
    menu: random.pick(MENUS),
    emptyList: random.pick(['sentence', 'headers']),
    language: weighted(random, { fr: 8, 'fr-variant': 1, en: 1 }),
    applicationsOn: random.chance(0.2) ? 'home' : 'domain-page',
  } as const;
  const commands = drawCommands(random, structures);
  const acts = withHomeFault(random, drawActs(random, commands, structures));
  const longest = Math.max(0, ...acts.flatMap(heldFor));
  return {
    seed,
    portal,
    structures,
    settleMs: longest > SETTLE_MS / 2 ? longest * 1.5 : SETTLE_MS,
    acts,
    plain: plainOf(commands),
  };
}

function drawStructures(random: Random): CaseStructure[] {
  const count = 1 + indexByWeight(random, [66, 27, 7]);
  return random
    .shuffled(DEFAULT_STRUCTURES)
    .slice(0, count)
    .map((structure) => ({
      ...structure,
      isConnected: random.chance(0.6),
      account: weighted(random, { none: 66, due: 28, fresh: 6 }),
    }));
}

function drawCommands(random: Random, structures: readonly CaseStructure[]): Command[] {
  const count = 1 + indexByWeight(random, [64, 26, 7, 3]);
  return Array.from({ length: count }, () => drawCommand(random, structures));
}

function drawCommand(random: Random, structures: readonly CaseStructure[]): Command {
  const due = structures.filter(({ account }) => account === 'due').map(({ siret }) => siret);
  // One whose halves are there leaves a run nothing to do.
  const lacking = structures.filter((one) => !one.isConnected || one.account === 'none');
  const run = lacking.length > 0 ? 60 : 6;
  const name = weighted(random, { run, batch: run / 5, renew: due.length > 0 ? 45 : 0 });
  if (name === 'renew') return { name, sirets: due };
  if (name === 'batch') return { name, concurrency: 1 + random.below(2) };
  const { siret, isConnected, account } = random.pick(
    some(lacking.length > 0 ? lacking : structures),
  );
  if (account !== 'none' && random.chance(0.3)) {
    return { name, siret, only: 'account', newAccount: true };
  }
  const halves = { account: account === 'none' ? 60 : 3, connection: isConnected ? 3 : 32 };
  const only = weighted(random, { ...halves, both: 8 });
  return only === 'both' ? { name, siret } : { name, siret, only };
}

function drawActs(
  random: Random,
  commands: readonly Command[],
  structures: readonly CaseStructure[],
): Act[] {
  const hasDisk = random.chance(0.06);
  const acts = commands.flatMap((command, index): Act[] => {
    const after: Act[] = random.chance(0.12)
      ? [{ act: 'second hand', move: drawMove(random, command, structures) }]
      : [];
    const disturbed = drawCommandAct(random, command, structures, {
      // A case has one disk, and something happens to its first command at least.
      process: hasDisk ? 'disk' : 'any',
      isQuiet: index > 0 && random.chance(0.5),
    });
    return [disturbed, ...after];
  });
  return acts;
}

interface Wanted {
  readonly process: 'disk' | 'any';
  readonly isQuiet: boolean;
}

function drawCommandAct(
  random: Random,
  command: Command,
  structures: readonly CaseStructure[],
  { process, isQuiet }: Wanted,
): Act {
  const act = { act: 'command', command, faults: [] } as const;
  if (isQuiet) return act;
  if (process === 'disk') return { ...act, process: drawDisk(random, command) };
  const writes = writesOf(command);
  if (random.chance(0.05)) {
    const at = random.pick(writes);
    const how = random.pick(['slow', 'slow-after']);
    const kind = how === 'slow' ? 'held before' : 'held after';
    return { ...act, faults: [{ kind, fault: { at, how, afterMs: LONG_HOLD_MS[at] } }] };
  }
  const faults = (count: number): PortalFault[] =>
    Array.from({ length: count }, () => drawPortalFault(random, command, structures));
  // A second hand is seen best where it is not clear what became of raccord's own click.
  const hand = (): PortalFault => ({
    kind: 'second hand between steps',
    fault: drawHand(random, command, structures),
  });
  switch (weighted(random, { process: 24, both: 8, hand: 20, portal: 38, beside: 10 })) {
    case 'process':
      return { ...act, process: drawProcess(random, command) };
    case 'both':
      return { ...act, process: drawProcess(random, command), faults: faults(1) };
    case 'hand':
      return random.chance(0.35)
        ? { ...act, process: drawProcess(random, command), faults: [hand()] }
        : { ...act, faults: [hand(), ...faults(1)] };
    case 'beside': {
      const beside = random.pick(['same machine', 'other machine']);
      return { ...act, beside, faults: faults(random.chance(0.2) ? 1 : 0) };
    }
    case 'portal':
      return { ...act, faults: faults(random.chance(0.35) ? 2 : 1) };
  }
}

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

function drawDisk(random: Random, command: Command): ProcessFault {
  return { kind: random.pick(['full disk', 'read-only disk']), row: random.pick(rowsOf(command)) };
}

function drawProcess(random: Random, command: Command): ProcessFault {
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

function drawPortalFault(
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
      return { kind, fault: drawHand(random, command, structures) };
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

function drawHand(random: Random, command: Command, structures: readonly CaseStructure[]): Fault {
  const { does, ...move } = drawMove(random, command, structures);
  const hand = { how: HANDS[does], ...move } as const;
  // What was read last before the click, the click itself, or any step.
  switch (weighted(random, { form: 40, click: 35, anywhere: 25 })) {
    case 'form':
      return { at: FORMS[random.pick(writesOf(command))], ...hand };
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
function drawMove(random: Random, command: Command, structures: readonly CaseStructure[]) {
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

/** What may happen to the home between two commands, or before the plain ones. */
function withHomeFault(random: Random, acts: readonly Act[]): Act[] {
  const isOfOneHome = acts.every(
    (one) => one.act !== 'command' || (one.beside === undefined && !isOfDisk(one.process)),
  );
  if (!isOfOneHome || !random.chance(0.24)) return [...acts];
  const fault: HomeFault = random.pick(HOME_FAULTS);
  const at = 1 + random.below(acts.length);
  const copyAt = fault.startsWith('old') ? [random.below(at)] : [];
  return [
    ...acts.flatMap((one, index): Act[] => [
      ...(copyAt.includes(index) ? [{ act: 'copy' } as const] : []),
      ...(index === at ? [{ act: 'home', fault } as const] : []),
      one,
    ]),
    ...(at === acts.length ? [{ act: 'home', fault } as const] : []),
  ];
}

function isOfDisk(process: ProcessFault | undefined): boolean {
  return process?.kind === 'full disk' || process?.kind === 'read-only disk';
}

/** The same commands once more: of several that are the same, one; two at most. */
function plainOf(commands: readonly Command[]): Command[] {
  const batch = commands.find(({ name }) => name === 'batch');
  const renew = commands.find(({ name }) => name === 'renew');
  const runs = commands.flatMap((command) => {
    if (command.name !== 'run') return [];
    // A new account is asked for once.
    const { name, siret, only } = command;
    return [{ name, siret, ...(only !== undefined && { only }) } as const];
  });
  const unique = [...new Map(runs.map((run) => [JSON.stringify(run), run])).values()];
  const enrolling = batch === undefined ? unique : [batch];
  return [...enrolling.slice(-2), ...(renew === undefined ? [] : [renew])].slice(-2);
}

function heldFor(one: Act): number[] {
  if (one.act !== 'command') return [];
  return one.faults.flatMap(({ kind, fault: { afterMs = 0 } }) =>
    kind === 'held before' || kind === 'held after' ? [afterMs] : [],
  );
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

/** One of the keys, by its weight. */
function weighted<K extends string>(random: Random, weights: Readonly<Record<K, number>>): K {
  const keys = Object.keys(weights) as K[];
  return keys[indexByWeight(random, Object.values<number>(weights))]!;
}

function indexByWeight(random: Random, weights: readonly number[]): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let left = random.below(Math.round(sum * 100)) / 100;
  return weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
}

/** A list that is known to hold something. */
function some<T>(list: readonly T[]): readonly [T, ...T[]] {
  const [first, ...others] = list;
  if (first === undefined) throw new Error('nothing to pick from');
  return [first, ...others];
}
