import { resolve } from 'node:path';
import { missingSetting } from '../errors/config-problem.ts';
import type { Secret } from '../secrets/secret.ts';
import type { Environment, Variables } from './variable-schema.ts';
import {
  commandEnvironment,
  readSecretVariable,
  shellOf,
  type Shell,
  type GivenVariables,
  type Problems,
} from './secrets.ts';
import { waysToGive } from './variable-names.ts';

/** The destinations of credentials; each one is absent unless it is configured. */
export interface DeliveryConfig {
  readonly folder?: FolderSinkConfig;
  readonly vault?: VaultSinkConfig;
  readonly hook?: HookSinkConfig;
}

/** A folder of age files, one for each SIRET. */
export interface FolderSinkConfig {
  /** Absolute path. */
  readonly path: string;
  /** The age public keys that can open the files. */
  readonly recipients: readonly string[];
}

/** A KV version 2 mount of HashiCorp Vault or OpenBao. */
export interface VaultSinkConfig {
  /** `https:`, or `http:` on this machine. */
  readonly url: URL;
  readonly mount: string;
  /** A path with `{siret}` in it. */
  readonly path: string;
  readonly namespace?: string;
  /** Further hosts to which a standby may redirect, in the form of `CHORUS_ALLOWED_HOSTS`. */
  readonly allowedHosts: readonly string[];
  /** Absent if no secrets were requested. */
  readonly access?: VaultAccess;
}

export type VaultAccess =
  { readonly token: Secret } | { readonly roleId: string; readonly secretId: Secret };

/** A program of the operator. */
export interface HookSinkConfig extends Shell {
  /** The command line as written. */
  readonly line: string;
  /** The environment of the process with raccord's variables, without the secrets. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds. */
  readonly timeoutMs: number;
}

/**
 * Reads the settings of deliveries; mistakes are added to `problems`.
 * @param withSecrets false if nothing is to be delivered: no secret is read or required.
 */
export function readDelivery(
  values: Variables,
  { given, folder, withSecrets }: Surroundings,
  problems: Problems,
): DeliveryConfig {
  return {
    folder: folderSink(values, folder, problems),
    vault: vaultSink(values, withSecrets ? given : undefined, problems),
    hook: hookSink(values, given.values),
  };
}

interface Surroundings {
  readonly given: GivenVariables;
  /** The working folder. */
  readonly folder: string;
  readonly withSecrets: boolean;
}

function folderSink(
  { RACCORD_DELIVER_FOLDER: path, RACCORD_DELIVER_RECIPIENTS: recipients = [] }: Variables,
  folder: string,
  problems: Problems,
): FolderSinkConfig | undefined {
  if (path === undefined && recipients.length > 0)
    problems.push(missingSetting('RACCORD_DELIVER_FOLDER'));
  if (path === undefined) return undefined;
  if (recipients.length === 0) problems.push(missingSetting('RACCORD_DELIVER_RECIPIENTS'));
  return { path: resolve(folder, path), recipients };
}

function vaultSink(
  values: Variables,
  secretsFrom: GivenVariables | undefined,
  problems: Problems,
): VaultSinkConfig | undefined {
  const { RACCORD_VAULT_URL: url } = values;
  if (url === undefined) return undefined;
  return {
    url,
    mount: values.RACCORD_VAULT_MOUNT,
    path: values.RACCORD_VAULT_PATH,
    namespace: values.RACCORD_VAULT_NAMESPACE,
    allowedHosts: values.RACCORD_VAULT_ALLOWED_HOSTS ?? [],
    access: secretsFrom && vaultAccess(values, secretsFrom, problems),
  };
}

function vaultAccess(
  { RACCORD_VAULT_ROLE_ID: roleId }: Variables,
  given: GivenVariables,
  problems: Problems,
): VaultAccess | undefined {
  const before = problems.length;
  const token = readSecretVariable('RACCORD_VAULT_TOKEN', given, problems);
  const secretId = readSecretVariable('RACCORD_VAULT_SECRET_ID', given, problems);
  // A secret that cannot be read is not a missing one.
  if (problems.length > before) return undefined;
  if (token !== undefined) return { token };
  if (roleId !== undefined && secretId !== undefined) return { roleId, secretId };
  if (roleId !== undefined) problems.push(missingSetting(...waysToGive('RACCORD_VAULT_SECRET_ID')));
  else if (secretId !== undefined) problems.push(missingSetting('RACCORD_VAULT_ROLE_ID'));
  else {
    const role = 'RACCORD_VAULT_ROLE_ID + RACCORD_VAULT_SECRET_ID';
    problems.push(missingSetting('RACCORD_VAULT_TOKEN', role));
  }
  return undefined;
}

function hookSink(
  { RACCORD_DELIVER_HOOK: line, RACCORD_DELIVER_HOOK_TIMEOUT: timeoutMs }: Variables,
  environment: Environment,
): HookSinkConfig | undefined {
  if (line === undefined) return undefined;
  return { line, ...shellOf(line), environment: commandEnvironment(environment), timeoutMs };
}
