import { statfs } from 'node:fs/promises';

/** Linux magic numbers (statfs(2)) of file systems that break SQLite's locks or shared memory. */
const REMOTE_TYPES: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'SMB'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9P'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x73757245, 'Coda'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x01161970, 'GFS2'],
  [0x7461636f, 'OCFS2'],
  [0x47504653, 'GPFS'],
  [0x786f4256, 'VirtualBox shared folder'],
]);

/** Returns the name of a remote or shared file system by its statfs type; `undefined` if local. */
export function remoteFileSystem(type: number): string | undefined {
  // Some systems return the type as a negative 32-bit number.
  return REMOTE_TYPES.get(type >>> 0);
}

/**
 * Returns why a folder cannot hold a ledger, as far as known: Linux's file system types, and
 * network paths on Windows.
 */
export async function remoteFolder(folder: string): Promise<string | undefined> {
  if (process.platform === 'win32') return folder.startsWith('\\\\') ? 'network path' : undefined;
  if (process.platform !== 'linux') return undefined;
  return remoteFileSystem((await statfs(folder)).type);
}
