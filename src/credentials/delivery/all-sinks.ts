import type { DeliveryConfig } from '../../config/delivery-settings.ts';
import { FolderSink } from './folder-sink.ts';
import { HookSink, type HookParts } from './hook-sink.ts';
import type { Sink } from './sink.ts';
import { VaultSink, type VaultParts } from './vault-sink.ts';

/** Returns the configured sinks. */
export function sinksOf(
  { folder, vault, hook }: DeliveryConfig,
  parts: HookParts & VaultParts,
): Sink[] {
  return [
    ...(folder === undefined ? [] : [new FolderSink(folder)]),
    ...(vault === undefined ? [] : [new VaultSink(vault, parts)]),
    ...(hook === undefined ? [] : [new HookSink(hook, parts)]),
  ];
}
