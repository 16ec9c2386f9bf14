import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import {
  environmentFor,
  type Finished,
  type Running,
} from '../../fixtures/playwright/raccord-process.ts';
import { SmallDisk } from '../../fixtures/playwright/small-disk.ts';
import type { PortalOptions, StandInPortal } from '../../fixtures/portal/options.ts';
import { startPortal } from '../../fixtures/portal/server.ts';
import { canaries, findCanaries } from '../matrix/canaries.ts';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import type { Act, ChaosCase, Command, HomeFault, ProcessFault } from './case.ts';
import { claimsOf } from './claims.ts';
import { RACCORDS_EMAIL } from './draw-faults.ts';
import type { Evidence, HomeLeft, Listed, Sealed, Standing, Told } from './evidence.ts';
import { copyHome, openVaultOf, spoilHome } from './home.ts';
import { startCommand } from './start.ts';

/** As many passwords as a case may see generated. */
const GENERATED = canaries(80);

/** A command that takes longer has hung. */
const TIMEOUT_MS = 240_000;

const DAY_MS = 86_400_000;

/** Room for what a case writes. */
const MEBIBYTES = 48;

const whyNoDisk = await SmallDisk.whyNone();

/** What a case came to, and whether all of it could be done. */
export interface Performed {
  readonly evidence: Evidence;
  /** Commands that never ended, and were ended. */
  readonly hung: readonly string[];
  /** How the plain commands ended: as a rule with 0, else with the codes of what failed. */
  readonly lastEnds: readonly string[];
}

/** Runs a case on a portal and in folders of its own. */
export async function perform(chaos: ChaosCase): Promise<Performed> {
  const folder = await mkdtemp(join(tmpdir(), 'raccord-chaos-'));
  const portal = await startPortal(portalOf(chaos));
  const performance = new Performance(chaos, portal, folder);
  try {
    return await performance.run();
  } finally {
    performance.end();
    await portal.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function portalOf({ portal, structures }: ChaosCase): PortalOptions {
  const old = new Date(Date.now() - 400 * DAY_MS).toISOString();
  return {
    ...portal,
    structures,
    secondFactor: 'none',
    autofillDelayMs: 0,
    chatbot: false,
    administrator: { login: RACCORDS_EMAIL },
    nextPasswords: GENERATED,
    otherConnections: structures.flatMap(({ siret, isConnected }, index) =>
      isConnected ? [{ siret, applicationName: `Ancienne-${index + 1}` }] : [],
    ),
    existingAccounts: structures.flatMap(({ siret, account }) =>
      account === 'none' ? [] : [{ siret, ...(account === 'due' && { createdAt: old }) }],
    ),
  };
}

/** A home of a case, where raccord runs. */
interface Home {
  readonly name: string;
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A command that ran to its end, before the home is looked at. */
interface Ended extends Omit<Told, 'home' | 'listed' | 'sealed'> {
  readonly place: Home;
}

class Performance {
  readonly #case: ChaosCase;
  readonly #portal: StandInPortal;
  readonly #folder: string;
  readonly #copy: string;
  readonly #first: Home;
  /** Made where a command is run in two homes at once. */
  #second: Home | undefined;
  #disk: SmallDisk | undefined;
  readonly #told: Told[] = [];
  readonly #sealed = new Map<string, Sealed>();
  readonly #destroyed = new Set<string>();
  #hasHomeFault = false;
  readonly #hung: string[] = [];

  constructor(chaos: ChaosCase, portal: StandInPortal, folder: string) {
    this.#case = chaos;
    this.#portal = portal;
    this.#folder = folder;
    this.#copy = join(folder, 'copy');
    this.#first = this.#homeOf('first home', 'same machine');
  }

  async run(): Promise<Performed> {
    await mkdir(join(this.#folder, 'tmp'));
    const sirets = this.#case.structures.map(({ siret }) => siret);
    await writeFile(join(this.#folder, 'roster.csv'), ['siret', ...sirets, ''].join('\r\n'));
    for (const act of this.#case.acts) await this.#do(act);
    const ran = this.#told.length;
    const homes = [this.#first, ...(this.#second === undefined ? [] : [this.#second])];
    for (const home of homes) {
      for (const command of this.#case.plain) await this.#command(home, command);
    }
    return {
      evidence: await this.#evidence(homes),
      hung: this.#hung,
      lastEnds: this.#told.slice(ran).map(endOf),
    };
  }

  end(): void {
    this.#disk?.unmount();
  }

  async #do(act: Act): Promise<void> {
    switch (act.act) {
      case 'command': {
        for (const { fault } of act.faults) this.#portal.fail(fault);
        const { command, process, beside } = act;
        if (beside === undefined) await this.#command(this.#first, command, process);
        else {
          this.#second ??= this.#homeOf('second home', beside);
          const homes = [this.#first, this.#second];
          const both = homes.map((home) => this.#execute(home, command, undefined));
          for (const ended of await Promise.all(both)) await this.#note({ ...ended, alone: false });
        }
        this.#portal.clearFaults();
        return;
      }
      case 'second hand':
        this.#portal.secondHand(act.move);
        return;
      case 'copy':
        return copyHome(this.#first.path, this.#copy);
      case 'home':
        return this.#spoilHome(act.fault);
    }
  }

  async #spoilHome(fault: HomeFault): Promise<void> {
    const before = await openVaultOf(this.#first.path);
    await spoilHome(this.#first.path, this.#copy, fault);
    this.#hasHomeFault = true;
    const left = new Set((await openVaultOf(this.#first.path)).map(({ id }) => id));
    for (const { id, password } of before) if (!left.has(id)) this.#destroyed.add(password);
  }

  async #command(home: Home, command: Command, process?: ProcessFault): Promise<void> {
    await this.#note(await this.#execute(home, command, process));
  }

  /** Runs a command to its end, with what happens to its process meanwhile. */
  async #execute(home: Home, command: Command, process: ProcessFault | undefined): Promise<Ended> {
    const startedAt = new Date().toISOString();
    const { environment } = home;
    const { running, others, afterwards } = await startCommand(command, process, {
      options: { environment, folder: this.#folder },
      disk: () => this.#diskOf(home),
      overtake: async () => {
        const ended = await this.#execute(this.#elsewhere(home), command, undefined);
        await this.#note({ ...ended, alone: false });
      },
    });
    const finished = await this.#endOf(running, home, command);
    afterwards?.();
    const endedAt = new Date().toISOString();
    return { place: home, command, ...finished, startedAt, endedAt, alone: !others };
  }

  /** Undefined where none can be mounted: then the command runs as ever. */
  async #diskOf({ path }: Home): Promise<SmallDisk | undefined> {
    if (whyNoDisk !== undefined) return undefined;
    this.#disk ??= await SmallDisk.mount(path, MEBIBYTES);
    return this.#disk;
  }

  async #endOf(running: Running, home: Home, command: Command): Promise<Finished> {
    const limit = setTimeout(() => {
      this.#hung.push(`${home.name}: ${command.name}`);
      running.kill('SIGKILL');
    }, TIMEOUT_MS);
    try {
      return await running.finished;
    } finally {
      clearTimeout(limit);
    }
  }

  /** Looks what is in the home, one home after the other: it is asked within this process. */
  async #note({ place, ...ended }: Ended): Promise<void> {
    const sealed = await openVaultOf(place.path);
    for (const one of sealed) this.#sealed.set(one.id, one);
    const listed = await this.#listed(place);
    this.#told.push({ home: place.name, ...ended, listed, sealed });
  }

  async #listed(home: Home): Promise<Listed[] | undefined> {
    return (await this.#ask(home, ['credentials', 'list', '--json'], LISTED))?.credentials;
  }

  /** Asks raccord for a document; undefined where it cannot give it. */
  async #ask<T>(home: Home, args: readonly string[], schema: z.ZodType<T>): Promise<T | undefined> {
    const { environment } = home;
    const { stdout } = await raccordHere(args, { environment, folder: this.#folder });
    if (stdout === '') return undefined;
    const printed: unknown = JSON.parse(stdout);
    return FAILED.safeParse(printed).success ? undefined : schema.parse(printed);
  }

  async #evidence(homes: readonly Home[]): Promise<Evidence> {
    const left: HomeLeft[] = [];
    for (const home of homes) left.push(await this.#leftIn(home));
    const leaks: string[] = [];
    for (const home of homes.filter(({ path }) => existsSync(path))) {
      const outputs = this.#told.filter((told) => told.home === home.name);
      leaks.push(...(await findCanaries(home.path, outputs, this.#portal, GENERATED)));
    }
    leaks.push(...(await findCanaries(join(this.#folder, 'tmp'), [], this.#portal, GENERATED)));
    return {
      truth: this.#portal.truth(),
      arrivals: this.#portal.arrivals(),
      told: this.#told,
      homes: left,
      isApart: this.#case.acts.some(
        (one) => one.act === 'command' && one.beside === 'other machine',
      ),
      sealed: [...this.#sealed.values()],
      destroyed: [...this.#destroyed],
      leaks,
    };
  }

  async #leftIn(home: Home): Promise<HomeLeft> {
    const { name, path } = home;
    const standing: Standing[] | undefined = (await this.#ask(home, ['status', '--json'], STANDING))
      ?.enrolments;
    return {
      name,
      listed: await this.#listed(home),
      sealed: await openVaultOf(path),
      standing,
      isFaulty: this.#hasHomeFault && home === this.#first,
    };
  }

  /** The same home as another machine sees it: there a run that stands still keeps nothing locked. */
  #elsewhere(home: Home): Home {
    const environment = { ...home.environment, XDG_STATE_HOME: this.#stateOf('other machine') };
    return { ...home, environment };
  }

  #stateOf(machine: 'same machine' | 'other machine'): string {
    return join(this.#folder, machine === 'same machine' ? 'state' : 'other-state');
  }

  /** Homes on one machine have one user's state folder. */
  #homeOf(name: string, machine: 'same machine' | 'other machine'): Home {
    const path = join(this.#folder, name.replace(' ', '-'));
    return {
      name,
      path,
      environment: {
        ...environmentFor(this.#portal, path),
        // What is held is waited for.
        RACCORD_PATIENCE: `${Math.max(5_000, this.#case.settleMs)}ms`,
        RACCORD_SETTLE: `${this.#case.settleMs}ms`,
        XDG_STATE_HOME: this.#stateOf(machine),
        // What a killed run leaves behind there is looked at, and goes with the case.
        TMPDIR: join(this.#folder, 'tmp'),
      },
    };
  }
}

function endOf(told: Told): string {
  return [String(told.exitCode), ...new Set(claimsOf(told).codes)].join(' ');
}

const LISTED = z.object({
  credentials: z.array(
    z.object({
      siret: z.string(),
      login: z.string(),
      status: z.string(),
      credentialId: z.string(),
    }),
  ),
});

const STANDING = z.object({
  enrolments: z.array(
    z.object({
      siret: z.string(),
      connection: z.object({ state: z.string(), applicationName: z.string().optional() }),
      account: z.object({
        state: z.string(),
        login: z.string().optional(),
        credential: z.string().optional(),
      }),
    }),
  ),
});

const FAILED = z.object({ error: z.object({ code: z.string() }) });
