import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { expect, test } from './person.ts';

const DELAY = 400;

test.use({ portalOptions: { pageDelayMs: DELAY } });

/** Milliseconds until the portal answers. */
async function answerTime(port: number, path: string): Promise<number> {
  const start = performance.now();
  const asked = request({ port, path, headers: { Host: 'portail.localhost' } });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  return performance.now() - start;
}

test('each page, and what its scripts ask for, takes as long as was asked for', async ({
  portal,
}) => {
  // Timers may be early by a millisecond.
  expect(await answerTime(portal.port, '/aife_csm/fr')).toBeGreaterThan(DELAY - 2);
  const widget = await answerTime(portal.port, '/api/now/sp/page?id=aife_index');
  expect(widget).toBeGreaterThan(DELAY - 2);
});

test('what a browser keeps comes at once', async ({ portal }) => {
  const quickest = Math.min(
    await answerTime(portal.port, '/assets/portail.css'),
    await answerTime(portal.port, '/assets/portail.css'),
    await answerTime(portal.port, '/assets/portail.css'),
  );
  expect(quickest).toBeLessThan(DELAY);
});
