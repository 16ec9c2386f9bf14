import { createHash } from 'node:crypto';
import type {
  DeliveryConfig,
  FolderSinkConfig,
  HookSinkConfig,
  VaultSinkConfig,
} from '../../config/delivery-settings.ts';

/** The names of the sinks that are configured; no secret is needed to know them. */
export function sinkNames({ folder, vault, hook }: DeliveryConfig): string[] {
  return [
    ...(folder === undefined ? [] : [folderSinkName(folder)]),
    ...(vault === undefined ? [] : [vaultSinkName(vault)]),
    ...(hook === undefined ? [] : [hookSinkName(hook)]),
  ];
}

/** Other recipients make it another sink: they get every file anew. */
export function folderSinkName({ path, recipients }: FolderSinkConfig): string {
  return `folder:${path}#${short([...recipients].sort().join('\n'))}`;
}

export function vaultSinkName({ url, mount, path, namespace }: VaultSinkConfig): string {
  const place = [namespace, mount, path].filter((part) => part !== undefined).join('/');
  // Several may stand behind one host.
  return `vault:${url.host}${url.pathname.replace(/\/$/u, '')}/${place}`;
}

/** By its checksum: a command line may name more than others should read. */
export function hookSinkName({ line }: HookSinkConfig): string {
  return `hook:${short(line)}`;
}

/**
 * A sink as a person knows it: a hook by its program, beside the checksum that it is called by.
 * Arguments, and what is set before the program, stay out: they may hold more than others should read.
 */
export function describeSink(name: string, { hook }: DeliveryConfig): string {
  if (hook === undefined || name !== hookSinkName(hook)) return name;
  const program = programOf(hook.line);
  return program === undefined ? name : `${name} (${program})`;
}

/** The file name of the program that a command line begins with; undefined where that is not plain. */
function programOf(line: string): string | undefined {
  const command = line.split('\n').find((one) => /^\s*[^\s#]/u.test(one)) ?? '';
  const [, double, single, bare] =
    /^\s*(?:"([\w./~ +-]+)"|'([\w./~ +-]+)'|([\w./~+-]+))(?=\s|$)/u.exec(command) ?? [];
  return (double ?? single ?? bare)?.split('/').findLast((part) => part !== '');
}

/** True where a person means that sink: by its kind or by its whole name. */
export function matchesSink(sink: string, wanted: string): boolean {
  return sink === wanted || sink.startsWith(`${wanted}:`);
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
