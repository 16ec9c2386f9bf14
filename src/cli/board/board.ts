import type { Server } from 'node:http';
import { isIP, type AddressInfo } from 'node:net';
import type { Access } from '../../board/access.ts';
import { missingSetting, type ConfigProblem } from '../../errors/config-problem.ts';
import { isLoopback } from '../../domain/allowed-hosts.ts';
import { EXIT } from '../../errors/exit-code.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import type { Secret } from '../../secrets/secret.ts';
import type { Config } from '../../config/config.ts';
import { waysToGive } from '../../config/variable-names.ts';
import { appOf, loggerOf, type Command, type CommandContext } from '../context.ts';
import { readProfiles } from '../in-profiles/in-profiles.ts';
import { homeConfig } from '../options/demo-home.ts';
import type { ShownHome } from './read-home.ts';
import { serverOf } from './answer.ts';

export interface BoardFlags {
  readonly port: number;
  /** Address of this machine to listen on. */
  readonly listen: string;
  /** Host names that a proxy uses for the board. */
  readonly hostName?: readonly string[];
  readonly demo?: true;
}

/** `raccord board`: serves a page until Ctrl-C. Reads ledgers and changes nothing. */
export const board: Command<BoardFlags> = async (context, flags) => {
  const { terminal, texts, signal, processEnvironment, redactor } = context;
  const homes = homesOf(context, flags);
  const access = accessOf(homes, flags);
  if (access.token !== undefined) redactor.add(access.token, 'RACCORD_BOARD_TOKEN');
  const logger = loggerOf(context, false);
  const server = serverOf({
    homes,
    access,
    language: processEnvironment.language,
    redactor,
    logger,
  });
  await listening(server, flags);
  const { address, port, family } = server.address() as AddressInfo;
  const host = family === 'IPv6' ? `[${address}]` : address;
  terminal.err(texts.board.ready(`http://${host}:${port}/`));
  await new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', resolve, { once: true });
  });
  server.close();
  server.closeAllConnections();
  return EXIT.done;
};

function homesOf(context: CommandContext, flags: BoardFlags): ShownHome[] {
  // Needs no secrets except the token and the database URLs: nothing is decrypted.
  const needs = { secrets: false, board: true } as const;
  const { profiles } = context;
  if (profiles.length > 1) {
    const read = readProfiles(context, profiles, needs);
    return read.map(({ context: own, config }, index) => ({
      config,
      app: appOf(own, config, loggerOf(own, false)),
      shownBy: read.slice(0, index).find((one) => isSameLedger(one.config, config))?.config.profile,
    }));
  }
  const config = homeConfig(context, flags, needs);
  return [{ config, app: appOf(context, config, loggerOf(context, false)) }];
}

/** Compares ledgers: administrators of one portal may share one in a database. */
function isSameLedger(one: Config, other: Config): boolean {
  return (
    one.database !== undefined &&
    one.database.reveal() === other.database?.reveal() &&
    one.portalUrl.host === other.portalUrl.host
  );
}

/** @throws RaccordError CONFIG_INVALID if other machines could connect without a token. */
function accessOf(homes: readonly ShownHome[], { listen, hostName = [] }: BoardFlags): Access {
  const tokens = homes.flatMap(({ config }) => config.boardToken ?? []);
  const [token] = tokens;
  const problems: ConfigProblem[] = [
    ...(isIP(listen) === 0
      ? [{ place: '--listen', reason: { key: 'expected', what: 'ip-address' } } as const]
      : []),
    ...(token === undefined && !isLoopback(bracketed(listen))
      ? [missingSetting(...waysToGive('RACCORD_BOARD_TOKEN'))]
      : []),
    ...(areSame(tokens)
      ? []
      : [{ place: 'RACCORD_BOARD_TOKEN', reason: { key: 'one-for-all-profiles' } } as const]),
  ];
  if (problems.length > 0) throw new RaccordError('CONFIG_INVALID', { problems });
  const hosts = [bracketed(listen), ...hostName].map((name) => name.toLowerCase());
  return { hosts, token };
}

/** Formats an address for a URL. */
function bracketed(address: string): string {
  return isIP(address) === 6 ? `[${address}]` : address;
}

function areSame(secrets: readonly Secret[]): boolean {
  return secrets.every((one) => one.reveal() === secrets[0]?.reveal());
}

/** @throws RaccordError CONFIG_INVALID if the port is not available. */
async function listening(server: Server, { port, listen }: BoardFlags): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ message }) => {
      reject(new RaccordError('CONFIG_INVALID', { problems: [`--port ${port}: ${message}`] }));
    });
    server.listen(port, listen, resolve);
  });
}
