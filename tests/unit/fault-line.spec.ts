import { expect, test } from '@playwright/test';
import { parseFault } from '../../fixtures/portal/fault-line.ts';

test('a fault is read from one line, with its details', () => {
  expect(parseFault('declare:error-after:status=502,times=2')).toEqual({
    fault: { at: 'declare', how: 'error-after', status: 502, times: 2 },
  });
  expect(parseFault('connections:slow:after=1,afterMs=3000')).toEqual({
    fault: { at: 'connections', how: 'slow', after: 1, afterMs: 3_000 },
  });
  expect(parseFault('declare:refuse:shown=alert,status=422')).toEqual({
    fault: { at: 'declare', how: 'refuse', shown: 'alert', status: 422 },
  });
  expect(parseFault('portal:renamed-label:about=Login,message=Identifiant: TECH=1')).toEqual({
    fault: { at: 'portal', how: 'renamed-label', about: 'Login', message: 'Identifiant: TECH=1' },
  });
});

test('what a second hand does is read alike', () => {
  expect(parseFault('autofill:hand-creates:siret=73282932000074,when=before,email=a@b.fr')).toEqual(
    {
      fault: {
        at: 'autofill',
        how: 'hand-creates',
        siret: '73282932000074',
        when: 'before',
        email: 'a@b.fr',
      },
    },
  );
});

for (const [line, problem] of [
  ['nowhere:slow', /^nowhere: one of declare, .*connections/u],
  ['connections:renamed-label', /^renamed-label: needs about, message$/u],
  ['declare:explode', /^explode: one of reset-before/u],
  ['declare:slow:afterMs=soon', /^afterMs=soon: a number$/u],
  ['declare:error-before:status=404', /^status=404: 200, 400, .*503, 504$/u],
  ['declare:refuse:shown=hat', /^shown=hat: one of alert, /u],
  ['declare:slow:colour=red', /^colour=red: one of times, /u],
  ['list:hand-declares:when=never', /^when=never: one of before, after$/u],
] as const) {
  test(`what is wrong with ${line} is said, with what is right`, () => {
    expect(parseFault(line)).toEqual({ problem: expect.stringMatching(problem) });
  });
}
