// Makes a fresh clone ready: packages, build, browser. Says a line for each thing it does, and
// nothing where all is there.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`raccord needs Node 20.19 or later; this is ${process.versions.node}.`);
  process.exit(1);
}

// Only now: what these import may not even be read by an older Node.
const { SetupError } = await import('./command.mjs');
const { installDependencies } = await import('./dependencies.mjs');
const { provideBrowser } = await import('./browser.mjs');

const say = (line) => console.error(line);

try {
  installDependencies(say);
  // The bundler is one of them.
  const { build, isBuilt } = await import('./build.mjs');
  if (!isBuilt()) {
    say('Building.');
    await build();
  }
  await provideBrowser(say);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
