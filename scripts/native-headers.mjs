// Which headers of Node the native module must be compiled with. With those of Node 24.19 and later
// in that line, a module of its kind ends the process as soon as one of its objects is collected
// (nodejs/node issue 65446). With those of an earlier version it runs on the whole line, as a
// ready-made one does.
import { fetchNode, suitsMachine } from './node-package.mjs';

const FAULTY_LINE = /^24\./u;
const SOUND_VERSION = '24.18.1';

/** What only a module that was compiled with the faulty headers calls. */
const FAULTY_CALL = 'RemoveEnvironmentCleanupHook';

/** Returns true if a native module, compiled as it is, would end a process of that version. */
export function hasFaultyHeaders(nodeVersion, readModule) {
  return FAULTY_LINE.test(nodeVersion) && readModule().includes(FAULTY_CALL);
}

/** Returns the variables with which npm compiles a native module soundly. */
export function soundHeaders() {
  const headers = suitsMachine
    ? { npm_config_nodedir: fetchNode(SOUND_VERSION) }
    : { npm_config_nodedir: undefined, npm_config_target: SOUND_VERSION };
  return { ...headers, npm_config_build_from_source: 'true' };
}
