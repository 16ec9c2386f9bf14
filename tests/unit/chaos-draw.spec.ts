import { expect, test } from '@playwright/test';
import { describeCase, FAULT_NAMES, faultsOf, type Act } from '../chaos/case.ts';
import { caseSeed, drawCase } from '../chaos/draw.ts';
import { MENUS, OPENINGS, SKINS } from '../../fixtures/portal/options.ts';

const CASES = Array.from({ length: 3_000 }, (_, index) => drawCase(caseSeed(20_261_126, index)));

const commandsOf = (acts: readonly Act[]) =>
  acts.flatMap((one) => (one.act === 'command' ? [one] : []));

test('a seed draws the same case each time, and another seed another one', () => {
  expect(drawCase(4_114_208_188)).toEqual(drawCase(4_114_208_188));
  expect(new Set(CASES.map(describeCase)).size).toBeGreaterThan(2_900);
});

test('the first case of a run is drawn from the seed of the run: it is replayed by its own', () => {
  expect(caseSeed(7, 0)).toBe(7);
  const seed = caseSeed(7, 12);
  expect(caseSeed(seed, 0)).toBe(seed);
});

test('every kind of fault is drawn', () => {
  const drawn = new Set(CASES.flatMap(faultsOf));
  expect(FAULT_NAMES.filter((name) => !drawn.has(name))).toEqual([]);
});

test('every skin, opening, menu and language of the portal is drawn', () => {
  const drawn = (key: 'skin' | 'opens' | 'menu' | 'language' | 'emptyList' | 'accountOpens') =>
    new Set(CASES.map(({ portal }) => portal[key])).size;
  expect(drawn('skin')).toBe(SKINS.length);
  expect([drawn('opens'), drawn('menu')]).toEqual([OPENINGS.length, MENUS.length]);
  expect(drawn('language')).toBe(3);
  expect([drawn('emptyList'), drawn('accountOpens')]).toEqual([2, 2]);
});

test('a case has one to three establishments, one to four commands, a fault and a plain end', () => {
  const isBetween = (least: number, most: number, of: readonly unknown[]): boolean =>
    of.length >= least && of.length <= most;
  const odd = CASES.filter(
    (chaos) =>
      !isBetween(1, 3, chaos.structures) ||
      !isBetween(1, 4, commandsOf(chaos.acts)) ||
      !isBetween(1, 2, chaos.plain) ||
      faultsOf(chaos).length === 0 ||
      chaos.acts[0]?.act === 'home',
  );
  expect(odd).toEqual([]);
});

test('all commands are drawn, and half of them do one half alone', () => {
  const commands = CASES.flatMap(({ acts }) => commandsOf(acts)).map(({ command }) => command);
  const share = (is: (one: (typeof commands)[number]) => boolean): number =>
    commands.filter(is).length / commands.length;
  expect(share(({ name }) => name === 'batch')).toBeGreaterThan(0.1);
  expect(share(({ name }) => name === 'renew')).toBeGreaterThan(0.1);
  expect(share((one) => one.name === 'run' && one.newAccount === true)).toBeGreaterThan(0.01);
  expect(share((one) => one.name === 'run' && one.only !== undefined)).toBeGreaterThan(0.5);
});

test('what is restored was copied before', () => {
  const odd = CASES.filter(({ acts }) => {
    const words = acts.map((one) => (one.act === 'home' ? one.fault : one.act));
    const restored = words.findIndex((word) => word.startsWith('old'));
    return restored !== -1 && !words.slice(0, restored).includes('copy');
  });
  expect(odd).toEqual([]);
});

test('a home on a small disk is neither spoilt nor doubled', () => {
  const odd = CASES.filter(({ acts }) => {
    const commands = commandsOf(acts);
    const hasDisk = commands.some(({ process }) => process?.kind.endsWith('disk'));
    const isDoubled = commands.some(({ beside }) => beside !== undefined);
    return hasDisk && (isDoubled || acts.some(({ act }) => act === 'home' || act === 'copy'));
  });
  expect(odd).toEqual([]);
});

test('no request is held longer than it may take to land', () => {
  const odd = CASES.filter(({ acts, settleMs }) =>
    commandsOf(acts)
      .flatMap(({ faults }) => faults)
      .filter(({ kind, fault }) => kind === 'held before' || fault.how === 'lands-late')
      .some(({ fault: { afterMs = Infinity } }) => afterMs >= settleMs),
  );
  expect(odd).toEqual([]);
});
