import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  files: readonly string[];
};

/** What npm packs of its own accord, with what package.json names. */
const PACKED = ['README.md', 'package.json', ...files];

const isPacked = (path: string): boolean =>
  PACKED.some((packed) => path === packed || path.startsWith(`${packed}/`));

const PAGES = [
  ...['README.md', 'LISEZMOI.md', 'CONTRIBUTING.md'],
  ...readdirSync(join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

for (const page of PAGES) {
  test(`${page} is in the package, with all that it links to`, () => {
    expect(isPacked(page)).toBe(true);
    const text = readFileSync(join(ROOT, page), 'utf8');
    const targets = [...text.matchAll(/\]\((?!https?:|#)([^)\s]+)\)/gu)].map(([, to = '']) => to);
    for (const target of targets) {
      const [file = '', part] = target.split('#');
      const path = posix.join(posix.dirname(page), decodeURI(file));
      expect(isPacked(path) && existsSync(join(ROOT, path)), target).toBe(true);
      if (part !== undefined) {
        const headings = anchorsOf(readFileSync(join(ROOT, path), 'utf8'));
        expect(headings, target).toContain(decodeURI(part));
      }
    }
  });
}

/** The names by which a page's headings are linked to, as GitHub and npm make them. */
function anchorsOf(page: string): string[] {
  const text = page.replace(/^```[^]*?^```$/gmu, '');
  return [...text.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/gu, '-'),
  );
}
