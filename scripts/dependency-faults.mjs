// What package.json, package-lock.json and node_modules must keep to; each broken rule is one line.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REASONS } from './dependency-reasons.mjs';

/** Licences under which anything may be used here. */
const LICENCES = new Set([
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0'],
]);

/** Also for what only development needs: of this one, changed files must be published. */
const DEVELOPMENT_LICENCES = new Set([...LICENCES, 'MPL-2.0']);

/** Packages that do not name theirs in package.json, with where it stands, and in which words. */
const UNNAMED = {
  'select2@3.5.1': {
    licence: 'Apache-2.0',
    file: 'LICENSE',
    says: 'Apache License, Version 2.0',
  },
  '@gouvfr/dsfr@1.13.2': { licence: 'MIT', file: 'LICENSE.md', says: 'sous licence MIT License' },
};

/** Their own scripts that npm runs when it installs a package. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

/** The packages of a lockfile: `{ path, name, version, licence, … }` by their place in node_modules. */
export function packagesOf(lock) {
  return Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => {
      const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 13);
      const licence = UNNAMED[`${name}@${entry.version}`]?.licence ?? entry.license;
      return { ...entry, path, name, licence };
    });
}

/** Every rule that the packages break, by what is written of them. */
export function faultsOf(manifest, lock) {
  const direct = { ...manifest.dependencies, ...manifest.devDependencies };
  return [
    ...Object.entries(direct)
      .filter(([, version]) => !/^(npm:.+@)?\d+\.\d+\.\d+$/u.test(version))
      .map(([name, version]) => `${name}: ${version} is no exact version`),
    ...Object.keys(direct)
      .filter((name) => !Object.hasOwn(REASONS, name))
      .map((name) => `${name}: no reason is given in scripts/dependency-reasons.mjs`),
    ...Object.keys(REASONS)
      .filter((name) => !Object.hasOwn(direct, name))
      .map((name) => `${name}: scripts/dependency-reasons.mjs gives a reason, but it is not there`),
    ...packagesOf(lock).flatMap((entry) =>
      faultsOfPackage(entry, manifest).map((fault) => `${entry.path}: ${fault}`),
    ),
  ];
}

/** Every rule that the packages break as they are installed in a folder. */
export function faultsInstalled(manifest, lock, root) {
  return packagesOf(lock)
    .filter(({ path }) => existsSync(join(root, path, 'package.json')))
    .flatMap((entry) =>
      faultsOnDisk(entry, manifest, join(root, entry.path)).map(
        (fault) => `${entry.path}: ${fault}`,
      ),
    );
}

/** Whether a licence is allowed; of several to choose from, one is enough. */
export function isAllowed(licence, allowed) {
  const choices = licence.replace(/^\((.*)\)$/u, '$1').split(' OR ');
  return choices.some((choice) => allowed.has(choice));
}

function faultsOfPackage({ name, version, licence, dev, integrity, ...entry }, manifest) {
  const allowed = dev === true ? DEVELOPMENT_LICENCES : LICENCES;
  const faults = [];
  if (!/^sha512-[\w+/]{86}==$/u.test(integrity ?? '')) faults.push('no sha512 integrity');
  // The machine that installs says where packages are to be had, never the file.
  if (entry.resolved !== undefined || entry.link === true) faults.push('says where it comes from');
  if (entry.hasInstallScript === true && !mayRunScripts(name, manifest)) {
    faults.push('has an install script');
  }
  if (licence === undefined) faults.push(`${version} names no licence`);
  else if (!isAllowed(licence, allowed)) faults.push(`the licence ${licence} is not allowed`);
  return faults;
}

function faultsOnDisk({ name, version, license }, manifest, folder) {
  const installed = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const scripts = INSTALL_SCRIPTS.filter((script) => installed.scripts?.[script] !== undefined);
  const builds = scripts.length > 0 || existsSync(join(folder, 'binding.gyp'));
  const unnamed = UNNAMED[`${name}@${version}`];
  const faults = [];
  if (installed.version !== version) faults.push(`${installed.version} is installed`);
  if (builds && !mayRunScripts(name, manifest)) faults.push('has an install script');
  if (licenceOf(installed) !== license) faults.push('the installed package names another licence');
  if (unnamed !== undefined && !says(join(folder, unnamed.file), unnamed.says)) {
    faults.push(`${unnamed.file} does not name ${unnamed.licence}`);
  }
  return faults;
}

function mayRunScripts(name, { allowScripts = {} }) {
  return allowScripts[name] === true;
}

/** Older packages name theirs as an object. */
function licenceOf({ license }) {
  return typeof license === 'object' ? license.type : license;
}

function says(file, words) {
  return existsSync(file) && readFileSync(file, 'utf8').includes(words);
}
