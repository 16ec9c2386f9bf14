import { createHash } from 'node:crypto';
import type {
  DeliveryConfig,
  FolderSinkConfig,
  HookSinkConfig,
  VaultSinkConfig,
} from '../../config/delivery-settings.ts';

/** Returns the names of the configured sinks, which needs no secrets. */
export function sinkNames({ folder, vault, hook }: DeliveryConfig): string[] {
  return [
    ...(folder === undefined ? [] : [folderSinkName(folder)]),
    ...(vault === undefined ? [] : [vaultSinkName(vault)]),
    ...(hook === undefined ? [] : [hookSinkName(hook)]),
  ];
}

/** Changed recipients make it another sink, which receives every file again. */
export function folderSinkName({ path, recipients }: FolderSinkConfig): string {
  return `folder:${path}#${short([...recipients].sort().join('\n'))}`;
}

export function vaultSinkName({ url, mount, path, namespace }: VaultSinkConfig): string {
  const place = [namespace, mount, path].filter((part) => part !== undefined).join('/');
  // One host may serve several.
  return `vault:${url.host}${url.pathname.replace(/\/$/u, '')}/${place}`;
}

/** Named by its checksum: a command line may contain secrets. */
export function hookSinkName({ line }: HookSinkConfig): string {
  return `hook:${short(line)}`;
}

/**
 * Describes a sink to a person: a hook by its program, besides the checksum that names it.
 * Arguments, and anything before the program, are left out: they may contain secrets.
 */
export function describeSink(name: string, { hook }: DeliveryConfig): string {
  if (hook === undefined || name !== hookSinkName(hook)) return name;
  const program = programOf(hook.line);
  return program === undefined ? name : `${name} (${program})`;
}

/** Returns the file name of a command line's program; `undefined` if it cannot be determined. */
function programOf(line: string): string | undefined {
  const command = line.split('\n').find((one) => /^\s*[^\s#]/u.test(one)) ?? '';
  const [, double, single, bare] =
    /^\s*(?:"([\w./~ +-]+)"|'([\w./~ +-]+)'|([\w./~+-]+))(?=\s|$)/u.exec(command) ?? [];
  return (double ?? single ?? bare)?.split('/').findLast((part) => part !== '');
}

/** Returns true if a person's input names the sink: by its kind or by its full name. */
export function matchesSink(sink: string, wanted: string): boolean {
  return sink === wanted || sink.startsWith(`${wanted}:`);
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
