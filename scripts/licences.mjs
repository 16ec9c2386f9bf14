// Writes docs/dependencies.md from package.json and package-lock.json: `npm run licences`. Ends with
// 1, and writes nothing, where a package breaks a rule (scripts/dependency-faults.mjs).
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ROOT } from './command.mjs';
import { faultsInstalled, faultsOf, packagesOf } from './dependency-faults.mjs';
import { REASONS } from './dependency-reasons.mjs';

/** The page as Markdown. */
export function describeDependencies(manifest, lock) {
  const packages = packagesOf(lock);
  const product = packages.filter(({ dev }) => dev !== true);
  const scripts = packages.filter(({ hasInstallScript }) => hasInstallScript === true);
  return [
    '# Dependencies',
    '',
    'Written by `npm run licences` from `package.json` and `package-lock.json`; do not edit by hand.',
    'The rules are in `scripts/dependency-faults.mjs`, and a test holds all of them: versions are',
    'exact, each entry of the lockfile has a checksum and none says where it comes from, licences are',
    'on a short list, and no other package runs a script when it is installed.',
    '',
    '## Of the installed product',
    '',
    ...table(manifest.dependencies, packages),
    '',
    `With what these need in turn, ${product.length} packages:`,
    '',
    ...byLicence(product),
    '',
    '## For development',
    '',
    'None of these is installed with the product. The build copies the files of `@gouvfr/dsfr`,',
    '`@shoelace-style/shoelace`, `angular`, `jquery`, `select2`, `select2-4` and `tom-select` that the',
    'stand-in portal’s pages load, and nothing else of them.',
    '',
    ...table(manifest.devDependencies, packages),
    '',
    `With what these need in turn, packages for other systems included, ${packages.length - product.length} packages.`,
    '',
    '## With an install script',
    '',
    `Of all ${packages.length} packages: ${scripts.map(({ name, version }) => `\`${name}\` ${version}`).join(', ')}.`,
    '',
  ].join('\n');
}

function table(direct, packages) {
  const rows = Object.keys(direct).map((name) => {
    const entry = packages.find(({ path }) => path === `node_modules/${name}`);
    if (entry === undefined) throw new Error(`${name} is not in package-lock.json`);
    return `| \`${name}\` | ${entry.version} | ${entry.licence} | ${REASONS[name]} |`;
  });
  return ['| package | version | licence | for |', '|---|---|---|---|', ...rows];
}

/** The same package in two versions is named once. */
function byLicence(packages) {
  const licences = [...new Set(packages.map(({ licence }) => licence))];
  const groups = licences.map((licence) => {
    const named = packages.filter((entry) => entry.licence === licence).map(({ name }) => name);
    return { licence, names: [...new Set(named)].sort(), count: named.length };
  });
  return groups
    .sort((one, other) => other.count - one.count || (one.licence < other.licence ? -1 : 1))
    .map(({ licence, names, count }) => `- ${licence} (${count}): ${names.join(', ')}`);
}

function readJson(name) {
  return JSON.parse(readFileSync(`${ROOT}${name}`, 'utf8'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [manifest, lock] = ['package.json', 'package-lock.json'].map(readJson);
  const faults = [...faultsOf(manifest, lock), ...faultsInstalled(manifest, lock, ROOT)];
  if (faults.length > 0) {
    for (const fault of faults) console.error(fault);
    process.exitCode = 1;
  } else writeFileSync(`${ROOT}docs/dependencies.md`, describeDependencies(manifest, lock));
}
