// raccord itself: the robot of a batch, signed in before the clock starts, on a home of its own.
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { App } from '../../dist/src/app.js';
import { loadConfig } from '../../dist/src/config/config.js';
import { systemClock } from '../../dist/src/domain/clock.js';
import { createLogger } from '../../dist/src/log/logger.js';
import { loadTexts } from '../../dist/src/messages/load-texts.js';
import { Redactor } from '../../dist/src/secrets/redactor.js';
import { watchConnection } from './playwright-connection.mjs';
import { CONTACT, EDITOR, USAGE } from './procedure.mjs';

export async function start({ readOnly = false, ...place }) {
  const connection = watchConnection();
  const closing = new AbortController();
  const { robot, ended } = await startRobot(place, readOnly, closing.signal);
  return {
    enrol: async (work) => {
      const { result, causes } = await robot.enrol(requestOf(work));
      const [cause] = causes;
      if (cause !== undefined) throw cause;
      return result.account.outcome;
    },
    plan: (works, tabs) => robot.plan(works.map(requestOf), tabs),
    calls: () => connection.calls,
    pageLoads: () => connection.pageLoads,
    close: async () => {
      closing.abort();
      await ended;
    },
  };
}

function requestOf({ siret, applicationName }) {
  return { siret, applicationName, contact: CONTACT, newAccount: false };
}

/** The robot works until the signal aborts. */
async function startRobot(place, readOnly, signal) {
  const redactor = new Redactor();
  const logger = createLogger({ level: 'info', pretty: false, redactor, stream: nowhere() });
  const parts = {
    version: '0.0.0',
    clock: systemClock,
    redactor,
    logger,
    texts: (await loadTexts('en'))(),
  };
  const app = new App(loadConfig(environmentOf(place), place.home), parts);
  const options = {
    command: readOnly ? 'plan' : 'batch',
    progress: silent(),
    person: {},
    debug: { headed: false, pauseOnError: false, trace: false },
    signal: new AbortController().signal,
    readOnly,
  };
  return new Promise((resolve, reject) => {
    const ended = app.withRobot(options, async (robot) => {
      await robot.signIn();
      resolve({ robot, ended });
      await once(signal, 'abort');
      return 0;
    });
    ended.catch(reject);
  });
}

function environmentOf({ url, administrator, allowedHosts, browserPath, home }) {
  return {
    CHORUS_URL: url,
    CHORUS_LOGIN: administrator.login,
    CHORUS_PASSWORD: administrator.password,
    CHORUS_ALLOWED_HOSTS: allowedHosts.join(','),
    RACCORD_HOME: home,
    RACCORD_BROWSER: browserPath,
    RACCORD_EDITOR: EDITOR,
    RACCORD_USAGE: USAGE,
    XDG_STATE_HOME: home,
  };
}

function nowhere() {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

function silent() {
  const nothing = () => undefined;
  return {
    stepBegan: nothing,
    stepEnded: nothing,
    stepFailed: nothing,
    planned: nothing,
    enrolled: nothing,
    renewed: nothing,
  };
}
