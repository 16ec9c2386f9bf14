import type { CDPSession, Page } from 'playwright';
import { findBrowser } from '../../src/browser/find-browser.ts';
import { newContext, startBrowser } from '../../src/browser/launch.ts';
import { DIRECT } from '../../src/config/network.ts';
import { SingleSend } from '../../src/browser/single-send.ts';
import { after, cut, expect, FORM, test, type CountingServer } from './counting-server.ts';

const nothingReads = (): boolean => false;

/** Longer than any test: an answer that does not come. */
const NEVER = 3_600_000;

/** Posts as a script of the page does; resolves with the answer, or with `failed`. */
function post(page: Page, path: string, body = 'z'): Promise<string> {
  return page.evaluate(
    ([to, content]) =>
      fetch(to, { method: 'POST', body: content }).then(
        (response) => response.text(),
        () => 'failed',
      ),
    [path, body] as const,
  );
}

/** Connections that are kept and opened ahead are those on which a browser sends again. */
async function warmUp(page: Page, server: CountingServer): Promise<void> {
  for (let visit = 0; visit < 3; visit += 1) await page.goto(server.url());
}

test.describe('what is sent', () => {
  test('a form whose connection is cut before the answer is sent once', async ({
    server,
    robotScreen: { page },
  }) => {
    server.answer = cut;
    await warmUp(page, server);
    const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
    await single.during(async () => {
      const failed = page.waitForEvent('requestfailed');
      await page.getByRole('button').click();
      expect((await failed).failure()?.errorText).toBe('net::ERR_CONNECTION_RESET');
    });
    expect(server.posts).toEqual([
      { path: '/x', body: 'a=%C3%A9', cookie: 'session=1', isOfBrowser: false },
    ]);
  });

  test('so is what a script of the page sends', async ({ server, robotScreen: { page } }) => {
    server.answer = cut;
    await warmUp(page, server);
    const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
    expect(await single.during(() => post(page, '/y'))).toBe('failed');
    expect(server.posts).toHaveLength(1);
  });

  test('so is a form of a document that has no address', async ({ server, robotScreen, show }) => {
    const { page } = robotScreen;
    await show(`<form method="post" action="${server.url()}"><button>Valider</button></form>`);
    const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
    await single.during(() => page.getByRole('button').click());
    expect(server.posts).toMatchObject([{ path: '/', isOfBrowser: false }]);
  });

  test('files and letters of any kind arrive as they were', async ({
    server,
    robotScreen: { page },
  }) => {
    await page.goto(server.url());
    const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
    await single.during(() =>
      page.evaluate(() => {
        const form = new FormData();
        form.append('nom', 'Société « É »');
        form.append('pièce', new File(['contenu'], 'a.txt'));
        return fetch('/y', { method: 'POST', body: form }).then(({ status }) => status);
      }),
    );
    expect(server.posts[0]?.body).toMatch(/Société « É »[^]*filename="a\.txt"[^]*contenu/u);
  });

  test('redirects and cookies of the answer are the browser’s own', async ({
    server,
    robotScreen: { page, context },
  }) => {
    server.answer = (_request, response) => {
      response.writeHead(302, { Location: '/done', 'Set-Cookie': ['session=2; Path=/', 'b=3'] });
      response.end();
    };
    await page.goto(server.url());
    const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
    await single.during(async () => {
      await page.getByRole('button').click();
      await page.waitForURL('**/done');
    });
    await expect(page).toHaveTitle('/done');
    const cookies = await context.cookies(server.url());
    expect(cookies.map(({ name, value }) => `${name}=${value}`).sort()).toEqual([
      'b=3',
      'session=1',
    ]);
  });

  test('no session to the page stays open, whether the work succeeds or fails', async ({
    server,
    robotScreen: { page, context },
  }) => {
    const opened: CDPSession[] = [];
    const open = context.newCDPSession.bind(context);
    context.newCDPSession = async (target) => {
      const session = await open(target);
      opened.push(session);
      return session;
    };
    await page.goto(server.url());
    const good = await SingleSend.prepare(page.mainFrame(), nothingReads);
    await good.during(() => post(page, '/y'));
    const bad = await SingleSend.prepare(page.mainFrame(), nothingReads);
    const failing = bad.during(async () => {
      await post(page, '/y', 'again');
      throw new Error('failed');
    });
    await expect(failing).rejects.toThrow('failed');
    expect(server.posts).toMatchObject([{ cookie: 'session=1' }, { cookie: 'session=1' }]);
    expect(opened.length).toBeGreaterThan(0);
    // Nobody waits for their end.
    await expect(async () => {
      for (const session of opened) {
        await expect(session.send('Target.getTargetInfo')).rejects.toThrow(/closed/u);
      }
    }).toPass({ timeout: 5_000 });
  });

  test('a write that may not leave any more is not sent, and why is thrown', async ({
    server,
    robotScreen: { page },
  }) => {
    await page.goto(server.url());
    const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
    const sending = single.during(
      async () => {
        const failed = page.waitForEvent('requestfailed');
        await page.getByRole('button').click();
        await failed;
      },
      () => Promise.reject(new Error('overtaken')),
    );
    await expect(sending).rejects.toThrow('overtaken');
    expect(server.posts).toEqual([]);
  });
});

test.describe('what is sent by the browser as ever', () => {
  test('what only reads, though it posts', async ({ server, robotScreen: { page } }) => {
    await page.goto(server.url());
    const single = await SingleSend.prepare(page.mainFrame(), () => true);
    await single.during(() => post(page, '/y'));
    await single.during(() => post(page, '/y'));
    expect(server.posts).toMatchObject([{ isOfBrowser: true }, { isOfBrowser: true }]);
  });

  test('what the page sent by itself before, and goes on to send', async ({
    server,
    robotScreen: { page },
  }) => {
    await page.goto(server.url());
    await post(page, '/still-there', 'ping');
    const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
    await single.during(async () => {
      for (let time = 0; time < 2; time += 1) await post(page, '/still-there', 'ping');
      await post(page, '/y');
    });
    await post(page, '/still-there', 'ping');
    const own = server.posts.filter(({ isOfBrowser }) => !isOfBrowser);
    expect(own.map(({ path }) => path)).toEqual(['/y']);
    expect(server.posts).toHaveLength(5);
  });

  for (const where of ['a tab', 'a frame of a tab'] as const) {
    test(`what ${where} of another context sends meanwhile`, async ({
      server,
      robotBrowser: { browser },
      robotScreen: { page },
    }) => {
      const other = await browser.newPage();
      await other.goto(server.url());
      if (where === 'a frame of a tab') await other.setContent(`<iframe src="/framed"></iframe>`);
      const sender = other.frames().at(-1) ?? other.mainFrame();
      await page.goto(server.url());
      const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
      await single.during(async () => {
        for (let time = 0; time < 2; time += 1) {
          await sender.evaluate(() => fetch('/other', { method: 'POST' }).then(() => undefined));
        }
      });
      expect(server.posts).toMatchObject([{ isOfBrowser: true }, { isOfBrowser: true }]);
      await other.close();
    });
  }

  test('what the next document sends, once the one that was clicked in is gone', async ({
    server,
    robotScreen: { page },
  }) => {
    await page.goto(server.url());
    const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
    await single.during(() => post(page, '/y'));
    await page.goto(server.url());
    expect(await post(page, '/y')).toContain('done');
    expect(server.posts).toMatchObject([{ isOfBrowser: false }, { isOfBrowser: true }]);
  });

  test('what another tab sends, once the tab that was clicked in is closed', async ({
    server,
    robotScreen: { page, context },
  }) => {
    await page.goto(server.url());
    const tab = await context.newPage();
    await tab.goto(server.url());
    const single = await SingleSend.prepare(tab.mainFrame(), nothingReads);
    await single.during(() => post(tab, '/y'));
    expect(await post(page, '/z')).toBe('failed');
    await tab.close();
    expect(await post(page, '/z')).toContain('done');
    expect(server.posts.map(({ path }) => path)).toEqual(['/y', '/z']);
  });
});

/** A form that is sent by a script, and says what came of it. */
const SCRIPTED = `<form><button>Valider</button></form><output></output><script>
  document.querySelector('form').onsubmit = (event) => {
    event.preventDefault();
    fetch('/x', { method: 'POST', body: 'a' })
      .then((response) => response.text(), () => 'failed')
      .then((text) => { document.querySelector('output').value += text; });
  };</script>`;

test.describe('what repeats it', () => {
  test('shares its answer while that is awaited, and goes nowhere afterwards', async ({
    server,
    robotScreen: { page },
  }) => {
    await page.goto(server.url());
    const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
    const outcomes = await single.during(async () => [
      ...(await Promise.all(['one', 'one', 'two'].map((body) => post(page, '/y', body)))),
      await post(page, '/y', 'one'),
    ]);
    expect(outcomes).toEqual([...Array<string>(3).fill('<title>done</title>'), 'failed']);
    expect(server.posts.map(({ body }) => body).sort()).toEqual(['one', 'two']);
  });

  for (const [what, html] of [
    ['a form', FORM],
    ['a form that a script sends', SCRIPTED],
  ] as const) {
    test(`${what} that a person clicks again while it is sent leaves once`, async ({
      server,
      robotScreen: { page },
    }) => {
      server.pages['/'] = html;
      server.answer = after(500, (_request, response) => response.end('<p>done</p>'));
      await page.goto(server.url());
      const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
      await single.during(async () => {
        // By the mouse alone: Playwright itself would wait for the document that is on its way.
        const box = await page.getByRole('button').boundingBox();
        const [x, y] = [box?.x ?? 0, box?.y ?? 0].map((edge) => edge + 5) as [number, number];
        await page.mouse.dblclick(x, y);
        await server.received(1);
        await page.mouse.click(x, y);
        await expect(page.getByText('done')).toBeVisible();
      });
      expect(server.posts).toHaveLength(1);
    });
  }

  test('is told by what it holds, not by the line between its parts', async ({
    server,
    robotScreen: { page },
  }) => {
    server.pages['/'] = FORM.replace('<form', '<form enctype="multipart/form-data"');
    server.answer = after(500, (_request, response) => response.end('<p>done</p>'));
    await page.goto(server.url());
    const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
    await single.during(async () => {
      await page.getByRole('button').dblclick({ noWaitAfter: true });
      await expect(page.getByText('done')).toBeVisible();
    });
    expect(server.posts).toHaveLength(1);
    expect(server.posts[0]?.body).toContain('name="a"');
  });

  for (const again of ['reload', 'history'] as const) {
    test(`does not leave when the answer's own document is loaded again (${again})`, async ({
      server,
      robotScreen: { page },
    }) => {
      server.answer = (_request, response) => {
        response.setHeader('Cache-Control', 'no-store');
        response.end('<title>done</title><a href="/next">Suite</a>');
      };
      await page.goto(server.url());
      const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
      await single.during(() => page.getByRole('button').click());
      await expect(page).toHaveTitle('done');
      if (again === 'history') {
        await page.getByRole('link').click();
        await page.goBack().catch(() => undefined);
      } else await page.reload().catch(() => undefined);
      expect(server.posts).toHaveLength(1);
    });
  }

  test('does not leave when a script tries again after all is over', async ({
    server,
    robotScreen: { page },
  }) => {
    server.answer = cut;
    await page.goto(server.url());
    const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
    await single.during(() => post(page, '/y'));
    expect(await post(page, '/y')).toBe('failed');
    expect(server.posts).toHaveLength(1);
  });

  test('leaves once more under an intent of its own', async ({ server, robotScreen: { page } }) => {
    await page.goto(server.url());
    for (let intent = 0; intent < 2; intent += 1) {
      const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
      await single.during(() => post(page, '/y'));
    }
    expect(server.posts).toMatchObject([{ isOfBrowser: false }, { isOfBrowser: false }]);
  });

  test('nothing leaves that a script thinks of only when all is over', async ({
    server,
    robotScreen: { page },
  }) => {
    await page.goto(server.url());
    const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
    await single.during(() => Promise.resolve());
    expect(await post(page, '/y')).toBe('failed');
    expect(server.posts).toEqual([]);
  });
});

test.describe('wherever it leaves from', () => {
  test('a form that opens a tab is sent once, and the tab shows the answer', async ({
    server,
    robotScreen: { page, context },
  }) => {
    server.pages['/'] = FORM.replace('<form', '<form target="_blank"');
    server.answer = after(300, (_request, response) => response.end('<p>done</p>'));
    await page.goto(server.url());
    const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
    await single.during(async () => {
      const opened = context.waitForEvent('page');
      await page.getByRole('button').dblclick();
      await expect((await opened).getByText('done')).toBeVisible();
    });
    expect(server.posts).toMatchObject([{ path: '/x', cookie: 'session=1', isOfBrowser: false }]);
  });

  for (const host of ['portail', 'cpro']) {
    test(`a frame of the host ${host} is sent once, by script and as a form`, async ({
      server,
      robotScreen: { page },
    }) => {
      server.pages['/outer'] = `<iframe src="${server.url(host)}"></iframe>`;
      server.answer = after(300, (_request, response) => response.end('<p>done</p>'));
      await page.goto(`${server.url()}outer`);
      const frame = page.frames()[1] ?? page.mainFrame();
      const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
      await single.during(async () => {
        await frame.evaluate(async () => {
          const send = (): Promise<Response> => fetch('/y', { method: 'POST', body: 'z' });
          await Promise.all([send(), send()]);
        });
        await frame.getByRole('button').dblclick({ noWaitAfter: true });
        await expect(frame.getByText('done')).toBeVisible();
      });
      expect(server.posts.map(({ path }) => path)).toEqual(['/y', '/x']);
      expect(server.posts.filter(({ isOfBrowser }) => isOfBrowser)).toEqual([]);
    });
  }

  test('what workers of each kind send is sent once', async ({ server, robotScreen: { page } }) => {
    server.pages['/worker.js'] = `
      const send = () => fetch('/worker', { method: 'POST', body: self.name });
      onmessage = () => Promise.allSettled([send(), send()]).then(() => postMessage('sent'));`;
    server.pages['/service.js'] = `
      onactivate = (event) => event.waitUntil(clients.claim());
      onfetch = (event) => {
        if (event.request.method !== 'POST') return;
        const again = event.request.clone();
        event.respondWith(fetch(event.request).then(() => fetch(again)));
      };`;
    await page.goto(server.url());
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/service.js');
      if (navigator.serviceWorker.controller !== null) return;
      await new Promise((resolve) => {
        navigator.serviceWorker.addEventListener('controllerchange', resolve);
      });
    });
    const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
    await single.during(async () => {
      await post(page, '/through-service', 'z');
      await page.evaluate(
        () =>
          new Promise((resolve) => {
            const worker = new Worker('/worker.js');
            worker.onmessage = resolve;
            worker.postMessage('go');
          }),
      );
    });
    expect(server.posts.map(({ path }) => path).sort()).toEqual(['/through-service', '/worker']);
    expect(server.posts.filter(({ isOfBrowser }) => isOfBrowser)).toEqual([]);
  });
});

/** How work can end while the portal holds its answer. */
const ENDS: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'it simply ends': () => Promise.resolve(),
  'it fails': () => Promise.reject(new Error('failed')),
  'its tab is closed': (page) => page.close(),
  'a person closes its tab': async (page) => {
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;
  },
  'its tab goes elsewhere': (page) => page.goto(new URL('/next', page.url()).href),
  'its tab is loaded again': (page) => page.reload().catch(() => undefined),
  'its context is closed': (page) => page.context().close(),
};

for (const [kind, html] of [
  ['a form', FORM],
  ['a script', SCRIPTED],
  ['a script that outlives its page', SCRIPTED.replace("body: 'a'", "body: 'a', keepalive: true")],
] as const) {
  for (const [how, end] of Object.entries(ENDS)) {
    test(`what ${kind} sends leaves once where, with its answer awaited, ${how}`, async ({
      server,
      robotBrowser: { browser },
      robotScreen: { page },
    }) => {
      server.pages['/'] = html;
      server.answer = after(NEVER, () => undefined);
      await page.goto(server.url());
      const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
      await single
        .during(async () => {
          await page.getByRole('button').click({ noWaitAfter: true });
          await server.received(1);
          await end(page);
        })
        .catch(() => undefined);
      // What the browser would send now it has sent before another of its tabs shows a page.
      const other = await browser.newPage();
      await other.goto(`${server.url()}next`);
      await other.reload();
      await other.close();
      expect(server.posts).toHaveLength(1);
      expect(server.posts[0]?.isOfBrowser).toBe(false);
    });
  }
}

test('what is held leaves once where the browser is killed', async ({ server }) => {
  const choice = findBrowser(process.env['RACCORD_BROWSER']);
  const started = await startBrowser({
    ...{ browser: choice, headed: false, network: DIRECT, version: '0.0.0-test' },
  });
  const context = await newContext(started, {});
  const page = await context.newPage();
  server.answer = after(NEVER, () => undefined);
  await page.goto(server.url());
  const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
  const sending = single.during(async () => {
    const gone = new Promise((resolve) => started.browser.once('disconnected', resolve));
    await page.getByRole('button').click({ noWaitAfter: true });
    await server.received(1);
    started.kill();
    await gone;
  });
  await sending;
  expect(server.posts).toMatchObject([{ isOfBrowser: false }]);
});

test('a process that stood still while its click was under way sends once', async ({
  server,
  robotScreen: { page, context },
}) => {
  await page.goto(server.url());
  const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
  // Longer than the click waits: once it goes on, its time-outs are the first that it hears of.
  context.on('request', (request) => {
    if (request.method() === 'POST')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500);
  });
  await single
    .during(() => page.getByRole('button').click({ timeout: 1_000 }))
    .catch(() => undefined);
  await page.reload().catch(() => undefined);
  expect(server.posts.length).toBeLessThanOrEqual(1);
  expect(server.posts.filter(({ isOfBrowser }) => isOfBrowser)).toEqual([]);
});
