import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import {
  descendantsOf,
  endProcesses,
  signalBrowser,
  type BrowserPart,
  type Process,
} from '../../fixtures/playwright/browser-process.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import { STEPS, type Step } from '../../src/domain/step-names.ts';
import { argsOf, codeOf, expectAftermath, resourceOf, variablesOf } from './aftermath.ts';
import { CANARIES } from './canaries.ts';

interface BrowserFault {
  readonly name: string;
  readonly part: BrowserPart;
  readonly signal: NodeJS.Signals;
  readonly steps: readonly Step[];
}

const FAULTS: readonly BrowserFault[] = [
  { name: 'a killed browser', part: 'browser', signal: 'SIGKILL', steps: STEPS },
  { name: 'a crashed page', part: 'renderer', signal: 'SIGKILL', steps: STEPS },
  // Each costs the patience of the step.
  {
    name: 'a page that hangs',
    part: 'renderer',
    signal: 'SIGSTOP',
    steps: ['read-connections', 'submit-declaration', 'capture-credential', 'submit-account'],
  },
];

test.describe.configure({ timeout: 300_000 });
test.use({ portalOptions: { nextPasswords: CANARIES, autofillDelayMs: 80, secondFactor: 'none' } });
test.skip(process.platform !== 'linux', 'finds the browser in /proc');

for (const { name, part, signal, steps } of FAULTS) {
  for (const step of steps) {
    // A browser that is killed in a batch is met by batch/browser-lost.spec.ts.
    test(`${step} survives ${name}`, { tag: '@whole' }, async ({ portal, folder, home }, info) => {
      const place = { portal, folder, home };
      const others = descendantsOf(process.pid);
      let met: Process[] = [];
      const onLine = (line: string): void => {
        if (met.length > 0 || !line.includes('"step began"') || !line.includes(`"step":"${step}"`))
          return;
        met = signalBrowser(process.pid, part, signal, others);
      };
      const only = resourceOf(step);
      const environment = variablesOf(place);
      const first = await raccordHere(argsOf(only), { environment, folder, onLine });
      endProcesses(met);
      expect(met, `no browser was met:\n${first.stderr}`).not.toEqual([]);
      await expectAftermath(place, first, { info, step, fault: name, only });
      expect(codeOf(first), first.stderr).not.toBe('UNEXPECTED');
    });
  }
}
