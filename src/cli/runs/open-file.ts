import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Commands that open a file as a double click does, by system. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  // `start` takes its first quoted argument as a title.
  win32: ['cmd', '/c', 'start', ''],
};

/**
 * Opens a file in the desktop's default program, which keeps running by itself. Without an opener
 * nothing is opened: the caller has printed the path.
 * @returns whether there was an opener.
 */
export async function openFile(
  path: string,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  const [program, ...words] = OPENERS[platform] ?? ['xdg-open'];
  const opener = spawn(program, [...words, path], { detached: true, stdio: 'ignore' });
  const started = await once(opener, 'spawn').then(
    () => true,
    () => false,
  );
  opener.unref();
  return started;
}
