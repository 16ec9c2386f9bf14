import type { Config } from '../../config/config.ts';
import { allProfiles, profilesFolderOf } from '../../config/profile-files.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { toRaccordError } from '../../errors/to-raccord-error.ts';
import { type JsonObject } from '../../domain/json.ts';
import { renderError } from '../../messages/render.ts';
import { configOf, type Command } from '../context.ts';
import { contextIn } from '../in-profiles/in-profiles.ts';
import {
  profileDocument,
  profileTable,
  statusOf,
  type ProfileRow,
} from '../in-profiles/profile-status.ts';

/** `raccord profiles`: lists all profiles with their state. */
export const profiles: Command<{ readonly json?: true }> = async (context, flags) => {
  const { terminal, texts, processEnvironment } = context;
  const { environment, folder } = processEnvironment;
  const found = allProfiles(environment, folder);
  const documents: JsonObject[] = [];
  const rows: ProfileRow[] = [];
  let exitCode: ExitCode = EXIT.done;
  for (const profile of found) {
    const { name, file } = profile;
    const own = contextIn(context, name);
    try {
      const config = configOf(own, { secrets: false });
      const standing = await statusOf(own, config);
      rows.push({ profile, standing });
      documents.push({ profile: name, file, ...placeOf(config), ...profileDocument(standing) });
    } catch (thrown) {
      // An unreadable profile does not affect the others.
      const error = toRaccordError(thrown);
      const message = renderError(error, texts);
      terminal.err(`${name}\n${message}`);
      documents.push({ profile: name, file, error: { code: error.code, message } });
      exitCode = error.exitCode;
    }
  }
  const place = profilesFolderOf(environment, folder);
  if (flags.json === true) terminal.json({ folder: place, profiles: documents });
  else if (found.length === 0) terminal.err(texts.profiles.none(place));
  else if (rows.length > 0) terminal.out(profileTable(rows, context));
  return exitCode;
};

function placeOf({ home, environment, portalUrl, login }: Config): JsonObject {
  return { home, environment, portal: portalUrl.hostname, login };
}
