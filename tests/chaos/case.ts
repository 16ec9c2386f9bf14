import { describeFault } from '../matrix/cases.ts';
import type { Resource } from '../../src/domain/ledger-event.ts';
import type { Fault, Move } from '../../fixtures/portal/fault.ts';
import type { PortalOptions, Structure } from '../../fixtures/portal/options.ts';

/** An establishment of a case's roster, as the portal has it at first. */
export interface CaseStructure extends Structure {
  /** Somebody declared a connection for it before. */
  readonly isConnected: boolean;
  /** Somebody made an account for it before, whose password is about to expire or is not. */
  readonly account: 'none' | 'due' | 'fresh';
}

/** A command line of raccord's, without what every case gives it alike. */
export type Command =
  | { readonly name: 'batch'; readonly concurrency: number }
  | {
      readonly name: 'run';
      readonly siret: string;
      readonly only?: Resource;
      readonly newAccount?: true;
    }
  | { readonly name: 'renew'; readonly sirets: readonly string[] };

export const PORTAL_FAULTS = [
  'held before',
  'held after',
  'refusal',
  'cut connection',
  'error',
  'session ended',
  'odd answer',
  'second hand between steps',
] as const;

/** A fault of the stand-in portal, and which of the kinds it counts as. */
export interface PortalFault {
  readonly kind: (typeof PORTAL_FAULTS)[number];
  readonly fault: Fault;
}

/** What happens to raccord's process, or to its disk; `row`: words of the ledger's row after which. */
export type ProcessFault =
  | { readonly kind: 'kill after a durable write'; readonly write: number }
  | { readonly kind: 'kill at a moment'; readonly line: number; readonly ms: number }
  | { readonly kind: 'stop past the window'; readonly row: string; readonly forMs: number }
  | { readonly kind: 'stop past the lease'; readonly row: string; readonly forMs: number }
  | { readonly kind: 'full disk' | 'read-only disk'; readonly row: string };

const PROCESS_FAULTS = [
  'kill after a durable write',
  'kill at a moment',
  'stop past the window',
  'stop past the lease',
  'full disk',
  'read-only disk',
] as const satisfies ProcessFault['kind'][];

/** What happens to the home of a raccord that does not run. */
export const HOME_FAULTS = [
  'old home restored',
  'old ledger restored',
  'old vault restored',
  'home deleted',
  'ledger deleted',
  'vault deleted',
] as const;

export type HomeFault = (typeof HOME_FAULTS)[number];

export type Act =
  | {
      readonly act: 'command';
      readonly command: Command;
      readonly faults: readonly PortalFault[];
      readonly process?: ProcessFault;
      /** The same command at once in a second home, on the same machine or on another one. */
      readonly beside?: 'same machine' | 'other machine';
    }
  | { readonly act: 'second hand'; readonly move: Move }
  | { readonly act: 'copy' }
  | { readonly act: 'home'; readonly fault: HomeFault };

/** One case, drawn from its seed alone (`draw.ts`). */
export interface ChaosCase {
  readonly seed: number;
  readonly portal: Pick<
    PortalOptions,
    'skin' | 'opens' | 'accountOpens' | 'menu' | 'emptyList' | 'language' | 'applicationsOn'
  >;
  readonly structures: readonly CaseStructure[];
  /** `RACCORD_SETTLE`, in milliseconds. */
  readonly settleMs: number;
  readonly acts: readonly Act[];
  /** What is run in the end, with nothing in its way. */
  readonly plain: readonly Command[];
}

/** Every kind of fault that a case can hold. */
export const FAULT_NAMES = [
  ...PROCESS_FAULTS,
  ...PORTAL_FAULTS,
  'second hand between commands',
  'two homes at once',
  ...HOME_FAULTS,
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];

/** The kinds of faults of a case, each once. */
export function faultsOf({ acts }: ChaosCase): FaultName[] {
  const names = acts.flatMap((one): FaultName[] => {
    switch (one.act) {
      case 'command':
        return [
          ...one.faults.map(({ kind }) => kind),
          ...(one.process === undefined ? [] : [one.process.kind]),
          ...(one.beside === undefined ? [] : ['two homes at once' as const]),
        ];
      case 'second hand':
        return ['second hand between commands'];
      case 'copy':
        return [];
      case 'home':
        return [one.fault];
    }
  });
  return [...new Set(names)];
}

/** The case in one line, for whoever reads what went wrong. */
export function describeCase({ portal, structures, settleMs, acts, plain }: ChaosCase): string {
  const roster = structures.map(
    ({ siret, isConnected, account }) =>
      `${siret} (${[isConnected ? 'connected' : 'not connected', `account ${account}`].join(', ')})`,
  );
  return [
    `portal ${Object.values(portal).join(' ')}`,
    `roster ${roster.join(' ')}`,
    `settle ${settleMs} ms`,
    ...acts.map(describeAct),
    ...plain.map((command) => `plain ${describeCommand(command)}`),
  ].join(' · ');
}

function describeAct(one: Act): string {
  switch (one.act) {
    case 'command': {
      const { command, faults, process, beside } = one;
      const met = [
        ...(process === undefined ? [] : [Object.values(process).join(' ')]),
        ...faults.map(({ fault }) => `${describeFault(fault)}${describeHand(fault)}`),
        ...(beside === undefined ? [] : [`a second home on the ${beside} at once`]),
      ];
      return `${describeCommand(command)} [${met.join('; ')}]`;
    }
    case 'second hand':
      return `second hand: ${Object.values(one.move).join(' ')}`;
    case 'copy':
      return 'the home is copied';
    case 'home':
      return one.fault;
  }
}

function describeHand({ siret, when, after, email, name }: Fault): string {
  return Object.entries({ siret, when, after, email, name })
    .flatMap(([detail, value]) => (value === undefined ? [] : [` ${detail}=${String(value)}`]))
    .join('');
}

/** A command in a few words. */
function describeCommand(command: Command): string {
  switch (command.name) {
    case 'batch':
      return `batch of ${command.concurrency}`;
    case 'run':
      return ['run', command.only, command.siret, command.newAccount && '--new-account']
        .filter(Boolean)
        .join(' ');
    case 'renew':
      return `renew ${command.sirets.join(' ')}`;
  }
}

/** The halves that a command is to do for a SIRET. */
export function resourcesOf(command: Command, siret: string): readonly Resource[] {
  if (command.name === 'renew') return [];
  if (command.name === 'batch') return ['connection', 'account'];
  if (command.siret !== siret) return [];
  return command.only === undefined ? ['connection', 'account'] : [command.only];
}
