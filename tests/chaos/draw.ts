import { Random } from '../../bench/fuzz/random.mjs';
import { MENUS, OPENINGS, SKINS } from '../../fixtures/portal/options.ts';
import { DEFAULT_STRUCTURES } from '../../fixtures/portal/structures.ts';
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
import {
  drawDisk,
  drawHand,
  drawLongHold,
  drawMove,
  drawPortalFault,
  drawProcess,
  SETTLE_MS,
} from './draw-faults.ts';
import { indexByWeight, some, weighted } from './weights.ts';

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
  const resources = { account: account === 'none' ? 60 : 3, connection: isConnected ? 3 : 32 };
  const only = weighted(random, { ...resources, both: 8 });
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
  if (random.chance(0.05)) return { ...act, faults: [drawLongHold(random, command)] };
  const faults = (count: number): PortalFault[] =>
    Array.from({ length: count }, () => drawPortalFault(random, command, structures));
  const hand = (): PortalFault => drawHand(random, command, structures);
  switch (weighted(random, { process: 24, both: 8, hand: 20, portal: 38, beside: 10 })) {
    case 'process':
      return { ...act, process: drawProcess(random, command) };
    case 'both':
      return { ...act, process: drawProcess(random, command), faults: faults(1) };
    case 'hand':
      // Seen best where it is not clear what became of raccord's own click.
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
