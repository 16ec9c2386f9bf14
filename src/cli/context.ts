import { join } from 'node:path';
import { App } from '../app.ts';
import {
  loadConfig,
  type Config,
  type LocalConfig,
  type RequiredSettings,
} from '../config/config.ts';
import type { ProcessEnvironment } from '../config/process-environment.ts';
import { systemClock } from '../domain/clock.ts';
import type { ExitCode } from '../errors/exit-code.ts';
import { createLogger, type Logger } from '../log/logger.ts';
import { configProblemText } from '../messages/config-texts.ts';
import type { TextsFor } from '../messages/load-texts.ts';
import type { Redactor } from '../secrets/redactor.ts';
import type { Terminal } from './terminal/terminal.ts';
import type { Texts } from '../messages/texts.ts';

/** Context passed to every command. */
export interface CommandContext {
  readonly processEnvironment: ProcessEnvironment;
  readonly terminal: Terminal;
  /** The command line as typed, starting with the command's name. */
  readonly line: readonly string[];
  readonly texts: Texts;
  /** Texts for a command in a profile. */
  readonly textsFor: TextsFor;
  readonly redactor: Redactor;
  readonly version: string;
  /** Aborts at the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Names of the requested profiles. A single one is already in {@link processEnvironment}. */
  readonly profiles: readonly string[];
}

/** The work of a command. Throws errors; returns the exit code of any other outcome. */
export type Command<Options> = (context: CommandContext, options: Options) => Promise<ExitCode>;

/** Reads the configuration of a command that uses a portal; prints each warning once. */
export function configOf(context: CommandContext, needs?: RequiredSettings): Config {
  const { environment, folder, profile } = context.processEnvironment;
  const config = loadConfig(environment, folder, { ...needs, portal: true }, profile);
  return tellingOddities(context, config);
}

/** Reads the configuration of a command that needs no portal; prints each warning once. */
export function localConfigOf(context: CommandContext, needs?: RequiredSettings): LocalConfig {
  const { environment, folder, profile } = context.processEnvironment;
  return tellingOddities(context, loadConfig(environment, folder, needs, profile));
}

function tellingOddities<T extends LocalConfig>({ terminal, texts }: CommandContext, config: T): T {
  for (const warning of config.warnings) {
    terminal.warn(`! ${configProblemText(warning, texts.config)}`);
  }
  return config;
}

/** Prints at a terminal which portal is used, before anything is done there. */
export function announcePortal({ terminal, texts }: CommandContext, config: Config): void {
  if (!terminal.isInteractive) return;
  const { portalUrl, environment } = config;
  terminal.err(texts.progress.portal(portalUrl.hostname, texts.environments[environment]));
}

/**
 * Creates the logger of one command: everything with `--verbose`; otherwise warnings while a
 * terminal shows live progress, and one line per event elsewhere.
 */
export function loggerOf(context: CommandContext, verbose: boolean): Logger {
  const { terminal, redactor } = context;
  const quiet = terminal.isInteractive ? 'warn' : 'info';
  const { profile } = context.processEnvironment;
  const logger = createLogger({
    level: verbose ? 'debug' : quiet,
    pretty: terminal.isInteractive,
    colours: terminal.colours,
    redactor,
    stream: terminal.log,
  });
  return profile === undefined ? logger : logger.child({ profile: profile.name });
}

export function appOf(context: CommandContext, config: Config, logger: Logger): App {
  const { redactor, texts, version } = context;
  return new App(config, { clock: systemClock, redactor, logger, texts, version });
}

/** Returns the private key's path: `RACCORD_IDENTITY`, otherwise the pair made on first use. */
export function identityFileOf(config: LocalConfig, madeOnFirstUse: string): string {
  return config.identityFile ?? join(config.home, madeOnFirstUse);
}
