import { AllowedHosts } from '../../src/domain/allowed-hosts.ts';
import { readAllVisibleText, readSecret, typeSecret } from '../../src/browser/secret-channel.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

const IDP = 'https://idp.exemple.fr';
const DOORS = new AllowedHosts(['idp.exemple.fr']);

/** Passwords that break what quotes, escapes or trims. */
const ODD = [
  `<Aé"'&%>_(1)`,
  'a\\b\\n${c}`d`',
  '  spaces kept  ',
  '--help',
  '🙂 ﬁ ñ 日本',
  'x'.repeat(400),
];

for (const value of ODD) {
  test(`a secret goes in and comes out as it is: ${value.slice(0, 20)}`, async ({
    robotScreen: { page },
    serve,
  }) => {
    await serve(() => signInForm());
    await page.goto(`${IDP}/login`);
    const field = page.locator('#password');
    await typeSecret(field, new Secret(value), DOORS);
    expect((await readSecret(field)).reveal()).toBe(value);
  });
}

test('what stood in the field is replaced', async ({ robotScreen: { page }, serve }) => {
  await serve(() => signInForm().replace('id="password"', 'id="password" value="before"'));
  await page.goto(`${IDP}/login`);
  await typeSecret(page.locator('#password'), new Secret('after'), DOORS);
  expect((await readSecret(page.locator('#password'))).reveal()).toBe('after');
});

test('the page sees a secret typed as a person types', async ({ robotScreen: { page }, serve }) => {
  await serve(
    () => `${signInForm()}<script>
      const seen = [];
      password.addEventListener('input', ({ isTrusted }) => seen.push(isTrusted));
    </script>`,
  );
  await page.goto(`${IDP}/login`);
  await typeSecret(page.locator('#password'), new Secret('typed'), DOORS);
  expect(await page.evaluate('seen.includes(true) && !seen.includes(false)')).toBe(true);
});

for (const [what, html] of [
  ['an input', '<input id="s" value="Généré_(1)">'],
  ['a read-only input', '<input id="s" readonly value="Généré_(1)">'],
  ['a disabled input', '<input id="s" disabled value="Généré_(1)">'],
  ['a text area', '<textarea id="s">Généré_(1)</textarea>'],
  ['plain text', '<span id="s"> Généré_(1)\n</span>'],
] as const) {
  test(`a secret is read from ${what}, and the page keeps no trace of it`, async ({
    robotScreen: { page },
    show,
  }) => {
    await show(html);
    const before = await page.evaluate(() => Object.getOwnPropertyNames(globalThis).sort());
    const secret = await readSecret(page.locator('#s'));
    expect(secret.reveal()).toBe('Généré_(1)');
    expect(`${String(secret)} ${JSON.stringify({ secret })}`).toBe(
      '[secret] {"secret":"[secret]"}',
    );
    const after = await page.evaluate(() => Object.getOwnPropertyNames(globalThis).sort());
    expect(after.filter((name) => name.startsWith('raccord') && !before.includes(name))).toEqual(
      [],
    );
  });
}

const P = 'aB3(xxx_9kQz';

/** Passwords in place of a field, and what is read: a space stands where a person sees two words. */
const SHOWN: readonly (readonly [what: string, html: string, read: string])[] = [
  ['beside a hidden hint', `<code>${P}</code><span style="display:none">Copié</span>`, P],
  ['beside an invisible hint', `${P}<span style="visibility:hidden">Copié</span>`, P],
  ['beside a transparent hint', `${P}<b style="opacity:0"><i>Copié</i></b>`, P],
  [
    'beside words for screen readers',
    `<span style="position:absolute;width:1px;height:1px;overflow:hidden">Nouveau :</span>${P}`,
    P,
  ],
  ['beside words off the page', `<b style="position:absolute;left:-9999px">Nouveau</b>${P}`, P],
  ['beside a script and a style', `${P}<script>let x</script><style>.a{}</style>`, P],
  ['beside a button', `${P}<button>Copier</button>`, P],
  [
    'beside the word of an icon',
    `${P}<span aria-hidden=true style="font-family: Some Icons">content_copy</span>`,
    P,
  ],
  ['in letters of two colours', `<b style="color:red">aB3(</b><b>xxx_9kQz</b>`, P],
  ['with a mark of where it may break', 'aB3(&shy;xxx_9kQz', P],
  ['broken over two lines of its frame', `<p style="width:5ch;word-break:break-all">${P}</p>`, P],
  ['cut off by its frame', `<p style="width:5ch;overflow:hidden">${P}</p>`, P],
  ['in an output', `<output>${P}<b hidden>Copié</b></output>`, P],
  ['slotted', `<div><template shadowrootmode=open><slot></slot></template>${P}</div>`, P],
  ['drawn by a shadow root', `<div><template shadowrootmode=open>${P}</template></div>`, P],
  ['in an element without a box', `<div style="display:contents">${P}</div>`, P],
  ['masked', `<b>••••</b><b hidden>${P}</b>`, '••••'],
  ['masked and shown', `<b>••••</b><b>${P}</b>`, `••••${P}`],
  ['with a note', `<b>${P}</b> <small>Notez bien.</small>`, `${P} Notez bien.`],
  ['with a note of another size', `${P}<small>Copié</small>`, `${P} Copié`],
  ['with a note beside it', `${P}<span style="margin-left:1em">Copié</span>`, `${P} Copié`],
  ['with a note in another font', `${P}<code>Copié</code>`, `${P} Copié`],
  ['in two blocks', '<p>aB3(</p><p>xxx_9kQz</p>', 'aB3( xxx_9kQz'],
  ['over two lines', 'aB3(<br>xxx_9kQz', 'aB3( xxx_9kQz'],
  ['in two boxes', '<p style="display:flex;gap:1em"><b>aB3(</b><b>xx</b></p>', 'aB3( xx'],
];

for (const [what, html, read] of SHOWN) {
  test(`a text is read as a person sees it: ${what}`, async ({ robotScreen: { page }, show }) => {
    await show('<section id="s"></section>');
    await page.evaluate((markup) => {
      document.querySelector('#s')?.setHTMLUnsafe(markup);
    }, html);
    const child = page.locator('#s > output');
    const field = (await child.count()) > 0 ? child : page.locator('#s');
    expect((await readSecret(field)).reveal()).toBe(read);
  });
}

test('a list item is read by its words, not by its number', async ({
  robotScreen: { page },
  show,
}) => {
  await show(`<ol><li id="s">${P}</li></ol>`);
  expect((await readSecret(page.locator('#s'))).reveal()).toBe(P);
});

test('everything that is shown is read, but for the fields that are hidden in pictures', async ({
  robotScreen: { page },
  show,
}) => {
  await show(`<p>Un texte</p><input value="une valeur"><textarea>une zone</textarea>
    <p hidden>caché</p><input id="s" value="le secret">`);
  const shown = (
    await readAllVisibleText(page, await page.locator('#s').elementHandles())
  ).reveal();
  for (const text of ['Un texte', 'une valeur', 'une zone']) expect(shown).toContain(text);
  expect(shown).not.toContain('caché');
  expect(shown).not.toContain('le secret');
});

test('a field that does not keep the secret is told by its label alone', async ({
  robotScreen: { page },
  serve,
}) => {
  await serve(() => signInForm().replace('id="password"', 'id="password" maxlength="5"'));
  await page.goto(`${IDP}/login`);
  const refused = typeSecret(page.locator('#password'), new Secret('too long for it'), DOORS);
  await expect(refused).rejects.toMatchObject({
    code: 'SECRET_READ_BACK_DIFFERS',
    details: { label: 'Mot de passe' },
  });
  const error: unknown = await refused.catch((reason: unknown) => reason);
  expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('too l');
});

test('what Playwright says of a failed typing holds no secret, as its own filling would', async ({
  robotScreen: { page, context },
  serve,
}) => {
  context.setDefaultTimeout(400);
  await serve(() => signInForm().replace('id="password"', 'id="password" disabled'));
  await page.goto(`${IDP}/login`);
  const field = page.locator('#password');
  const error: unknown = await typeSecret(field, new Secret('Never-Shown-1'), DOORS).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  expect(String((error as Error).stack)).not.toContain('Never-Shown');
  // The positive control: why Playwright's `fill` may not be used for secrets.
  const filled: unknown = await field.fill('Never-Shown-1').catch((reason: unknown) => reason);
  expect(String(filled)).toContain('Never-Shown-1');
});

test('a secret goes into no other field where its own takes no focus', async ({
  robotScreen: { page },
  serve,
}) => {
  const form = signInForm().replace('id="password"', 'id="password" disabled');
  await serve(() => form.replace('<label', '<input id="username" autofocus><label'));
  await page.goto(`${IDP}/login`);
  await page.locator('#username').focus();
  await expect(
    typeSecret(page.locator('#password'), new Secret('Never-Typed-1'), DOORS),
  ).rejects.toMatchObject({ code: 'SECRET_READ_BACK_DIFFERS' });
  await expect(page.locator('#username')).toHaveValue('');
});

/** Pages at which a secret may not be typed, and what is said. */
const CLOSED: readonly (readonly [
  what: string,
  address: string,
  html: string,
  code: string,
  host: string,
])[] = [
  [
    'a page of another host',
    'https://idp.exemple.com/login',
    signInForm(),
    ...other('idp.exemple.com'),
  ],
  [
    'a host that only begins alike',
    'https://idp.exemple.fr.evil.com/',
    signInForm(),
    ...other('idp.exemple.fr.evil.com'),
  ],
  [
    'a host that only ends alike',
    'https://myidp.exemple.fr/',
    signInForm(),
    ...other('myidp.exemple.fr'),
  ],
  ['plain http', 'http://idp.exemple.fr/login', signInForm(), 'PLAIN_HTTP', 'idp.exemple.fr'],
  [
    'a form that posts to another host',
    `${IDP}/login`,
    signInForm('https://collect.exemple.com/'),
    ...other('collect.exemple.com'),
  ],
  [
    'a form that posts over plain http',
    `${IDP}/login`,
    signInForm('http://idp.exemple.fr/post'),
    'PLAIN_HTTP',
    'idp.exemple.fr',
  ],
  [
    'a base address elsewhere',
    `${IDP}/login`,
    `<base href="https://base.exemple.com/">${signInForm('post')}`,
    ...other('base.exemple.com'),
  ],
  [
    'a button that posts to another host',
    `${IDP}/login`,
    signInForm('/post', 'formaction="https://button.exemple.com/"'),
    ...other('button.exemple.com'),
  ],
  [
    'a field that hides where the form posts to',
    `${IDP}/login`,
    signInForm('https://hidden.exemple.com/', '><input name="action" value="/"'),
    ...other('hidden.exemple.com'),
  ],
];

for (const [what, address, html, code, host] of CLOSED) {
  test(`nothing is typed at ${what}`, async ({ robotScreen: { page }, serve }) => {
    await serve(() => html);
    await page.goto(address);
    const field = page.locator('#password');
    await expect(typeSecret(field, new Secret('Never-Typed-1'), DOORS)).rejects.toMatchObject({
      code,
      details: { host },
    });
    await expect(field).toHaveValue('');
    await expect(field).not.toBeFocused();
  });
}

test('nothing is typed in a frame of another host', async ({ robotScreen: { page }, serve }) => {
  await serve(({ host }) =>
    host === 'idp.exemple.fr'
      ? '<iframe src="https://frame.exemple.com/"></iframe>'
      : signInForm(`${IDP}/post`),
  );
  await page.goto(`${IDP}/login`);
  const field = page.frameLocator('iframe').locator('#password');
  await expect(typeSecret(field, new Secret('Never-Typed-1'), DOORS)).rejects.toMatchObject({
    code: 'HOST_NOT_ALLOWED',
    details: { host: 'frame.exemple.com' },
  });
  await expect(field).toHaveValue('');
});

for (const action of ['', '/post', `${IDP}/post`, '?session_code=x']) {
  test(`a form that posts to an allowed door is used: "${action}"`, async ({
    robotScreen: { page },
    serve,
  }) => {
    await serve(() => signInForm(action));
    await page.goto(`${IDP}/login`);
    await typeSecret(page.locator('#password'), new Secret('typed'), DOORS);
    await expect(page.locator('#password')).toHaveValue('typed');
  });
}

function other(host: string): [code: string, host: string] {
  return ['HOST_NOT_ALLOWED', host];
}

function signInForm(action = '/post', button = ''): string {
  return `<!doctype html><form method="post" action="${action}">
    <label for="password">Mot de passe</label><input id="password" name="password" type="password">
    <button ${button}>Connexion</button></form>`;
}
