/** What of package.json is looked at. */
export interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

export interface LockEntry {
  readonly version: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}

/** What of package-lock.json is looked at; the entry of the project itself has an empty path. */
export interface Lock {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

/** Every rule that the packages break, by what is written of them. */
export declare function faultsOf(manifest: Manifest, lock: Lock): string[];

/** Every rule that the packages break as they are installed in a folder. */
export declare function faultsInstalled(manifest: Manifest, lock: Lock, root: string): string[];
