import type { Lock, Manifest } from './dependency-faults.mjs';

/** The page as Markdown. */
export declare function describeDependencies(manifest: Manifest, lock: Lock): string;
