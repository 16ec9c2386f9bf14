import { EventEmitter } from 'node:events';
import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { trafficOf } from '../../src/browser/traffic.ts';

const PORTAL = 'https://portail.exemple.fr';
const DOOR = 'https://identite.exemple.fr/auth';

interface Sent {
  readonly isForm: boolean;
  /** Where the answer led; nowhere if it is missing. */
  readonly to?: string;
}

const form = (to?: string): Sent => ({ isForm: true, ...(to !== undefined && { to }) });
const script = (to?: string): Sent => ({ ...form(to), isForm: false });

/** Returns whether the answers to what a page sent led away. */
function isLedAway(writes: readonly Sent[]): boolean {
  const frame = { url: () => `${PORTAL}/accueil` };
  const page = Object.assign(new EventEmitter(), { url: frame.url, mainFrame: () => frame });
  const traffic = trafficOf(page as unknown as Page);
  traffic.watchWrites(() => false);
  for (const { isForm, to } of writes) {
    const request = {
      url: () => `${PORTAL}/x`,
      method: () => 'POST',
      resourceType: () => (isForm ? 'document' : 'fetch'),
      isNavigationRequest: () => isForm,
      frame: () => frame,
      redirectedFrom: () => null,
    };
    page.emit('request', request);
    page.emit('response', {
      request: () => request,
      url: request.url,
      status: () => (to === undefined ? 200 : 302),
      headers: () => (to === undefined ? {} : { location: to }),
    });
  }
  return traffic.isWriteLedAway;
}

for (const [what, writes, isAway] of [
  ['nothing', [], false],
  ['a form that was led to another host', [form(DOOR)], true],
  ['one beside what the page tells of itself', [script(), form(DOOR)], true],
  ['one whose new page sends something by itself', [form(DOOR), script(), script()], true],
  ['a form that was led on within its host', [form('/merci')], false],
  ['one beside what alone was led away', [form('/merci'), script(DOOR)], false],
  ['a script that was', [script(DOOR)], true],
  ['one of two scripts', [script(DOOR), script()], false],
] as const) {
  test(`${what} ${isAway ? 'tells' : 'does not tell'} of the end of a session`, () => {
    expect(isLedAway(writes)).toBe(isAway);
  });
}
