import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';
import ts from 'typescript';

export { expect } from '@playwright/test';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const COMPILER: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  target: ts.ScriptTarget.ES2023,
  rewriteRelativeImportExtensions: true,
  verbatimModuleSyntax: true,
};

/** What ledger and vault are made of, so that a bare `node` runs them as they are now. */
const SOURCES = [
  'src/config',
  'src/domain',
  'src/errors',
  'src/files',
  'src/secrets',
  'src/ledger',
  'src/queue',
  'src/credentials',
] as const;

interface Fixtures {
  /** A folder of the test's own, in which scripts import `./src/…js`. */
  readonly folder: string;
}

interface WorkerFixtures {
  /** Where ledger and vault are as JavaScript. */
  readonly compiled: string;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  compiled: [
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'raccord-test-'));
      await compileInto(folder);
      await use(folder);
      await rm(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
  folder: async ({ compiled }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'raccord-test-'));
    await symlink(join(compiled, 'src'), join(folder, 'src'), 'junction');
    await use(folder);
    await rm(folder, { recursive: true });
  },
});

async function compileInto(folder: string): Promise<void> {
  for (const source of SOURCES) {
    for (const name of await readdir(join(ROOT, source), { recursive: true })) {
      if (!name.endsWith('.ts')) continue;
      const text = await readFile(join(ROOT, source, name), 'utf8');
      const { outputText } = ts.transpileModule(text, { compilerOptions: COMPILER });
      const target = join(folder, source, name.replace(/\.ts$/u, '.js'));
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, outputText);
    }
  }
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
}

export interface ScriptResult {
  readonly code: number | null;
  readonly output: string;
}

export interface Script {
  readonly pid: number;
  readonly result: Promise<ScriptResult>;
  /** Resolves once the script has printed a text. */
  printed(text: string): Promise<void>;
}

/** Starts a module script in a folder, under a command such as `strace` where one is given. */
export function start(folder: string, script: string, under: readonly string[] = []): Script {
  const [command, ...args] = [...under, process.execPath, '--input-type=module', '-e', script];
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const look of waiting) look();
    });
  }
  const result = new Promise<ScriptResult>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, output }));
  });
  const printed = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (output.includes(text)) resolve();
      };
      waiting.add(look);
      look();
      result.then(() => reject(new Error(`ended without "${text}": ${output}`)), reject);
    });
  return { pid: child.pid ?? -1, result, printed };
}

/** Why a tool cannot be used here; undefined where it can. */
export function unusable(tool: string, ...args: string[]): string | undefined {
  const { error, status, stderr } = spawnSync(tool, args, { encoding: 'utf8' });
  if (error !== undefined) return `${tool} is not there`;
  return status === 0 ? undefined : `${tool} does not work here: ${stderr.trim()}`;
}
