import { randomBytes } from 'node:crypto';
import type { ElementHandle, Frame, Locator, Page } from 'playwright';
import { RaccordError } from '../errors/raccord-error.ts';
import { Secret } from '../secrets/secret.ts';
import type { ShownSecret } from '../seeing/shown-password.ts';
import type { AllowedHosts } from '../domain/allowed-hosts.ts';
import { tellSecret } from './tell-secret.ts';

/**
 * The only functions that pass secrets into and out of a page. Playwright records the arguments and
 * results of its own calls (`fill`, `inputValue`, `evaluate`) in traces and error messages; a
 * binding and a raw CDP session are the two channels that left no traces (facts/peers.md sections
 * 4.2 and 4.3).
 */

type Receive = (value: string, isText: boolean) => Promise<void>;

/**
 * Reads the value of an existing control, or its visible words if it is not an input. It uses
 * `evaluateAll`, because a call that waits for one element logs its attributes, which may include
 * the value.
 * @throws RaccordError CREDENTIAL_UNREADABLE if there is no such control.
 */
export async function readSecret(control: Locator): Promise<Secret> {
  const read = await receive(control.page(), (name) => control.evaluateAll(tellSecret, name));
  return read.secret;
}

/** An element that a function can be run on inside its page. */
interface InPage {
  evaluate(run: (element: Node, binding: string) => Promise<void>, binding: string): Promise<void>;
}

/**
 * Reads the same from an element that was found already.
 * @throws RaccordError CREDENTIAL_UNREADABLE if the page has redrawn the control since.
 */
export async function readSecretFrom(control: InPage, page: Page): Promise<ShownSecret> {
  return receive(page, (name) => control.evaluate(tellSecret, name));
}

/**
 * Returns all text and values that a page shows, except in some fields, to search them for a secret
 * in unexpected places.
 */
export async function readAllVisibleText(
  page: Page,
  except: readonly ElementHandle[],
): Promise<Secret> {
  const frames = page.frames();
  const owners = await Promise.all(
    except.map(async (field) => (frames.length > 1 ? field.ownerFrame() : page.mainFrame())),
  );
  const shown: string[] = [];
  for (const frame of frames) {
    const own = except.filter((_, index) => owners[index] === frame);
    shown.push((await readShownIn(frame, own)).reveal());
  }
  return new Secret(shown.join('\n'));
}

async function readShownIn(frame: Frame, fields: readonly ElementHandle[]): Promise<Secret> {
  const read = await receive(frame.page(), (name) =>
    frame.evaluate(
      async ([binding, excepted]) => {
        const shown = [document.body.innerText];
        const drawnBy = (element: Element): string[] => [
          element.matches('input, textarea') && 'value' in element ? String(element.value) : '',
          ...['placeholder', 'label', 'alt'].map((name) => element.getAttribute(name) ?? ''),
        ];
        /** The text of a page leaves out that of its shadow roots. */
        const textIn = (root: ShadowRoot): string => {
          const texts: string[] = [];
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          while (walker.nextNode() !== null) {
            const { currentNode: text } = walker;
            const isExcepted = excepted.some((one) => one.contains(text));
            if (text.parentElement?.checkVisibility() !== false && !isExcepted) {
              texts.push(text.textContent ?? '');
            }
          }
          return texts.join('');
        };
        const readIn = (root: Document | ShadowRoot): void => {
          for (const element of root.querySelectorAll('*')) {
            if (excepted.some((one) => one === element)) continue;
            shown.push(...drawnBy(element));
            if (element.shadowRoot === null) continue;
            shown.push(textIn(element.shadowRoot));
            readIn(element.shadowRoot);
          }
        };
        readIn(document);
        const text = shown.filter((one) => one !== '').join('\n');
        await (globalThis as unknown as Record<string, Receive>)[binding]?.(text, true);
      },
      [name, fields] as const,
    ),
  );
  return read.secret;
}

async function receive(page: Page, send: (binding: string) => Promise<void>): Promise<ShownSecret> {
  const name = `raccord${randomBytes(8).toString('hex')}`;
  let received: ShownSecret | undefined;
  const binding = await page.exposeBinding(name, (_source, value: string, isText: boolean) => {
    received = { secret: new Secret(value), isText };
  });
  try {
    await send(name);
  } finally {
    await binding.dispose();
  }
  if (received === undefined) {
    throw new RaccordError('CREDENTIAL_UNREADABLE', { reason: 'the page gave no value' });
  }
  return received;
}

/**
 * Checks that a control's page, frame and form lead to allowed hosts only.
 * @throws RaccordError HOST_NOT_ALLOWED or PLAIN_HTTP.
 */
export async function checkAllowedHosts(
  control: Locator,
  allowedHosts: AllowedHosts,
): Promise<void> {
  const addresses = await addressesOf(control);
  for (const address of [control.page().url(), ...addresses]) allowedHosts.check(address);
}

/**
 * Types a secret into a control after checking every host: the page and frame of the control and
 * all addresses its form can post to must be allowed. Reads the value back.
 * @throws RaccordError HOST_NOT_ALLOWED, PLAIN_HTTP, or SECRET_READ_BACK_DIFFERS.
 */
export async function typeSecret(
  control: Locator,
  secret: Secret,
  allowedHosts: AllowedHosts,
): Promise<void> {
  const page = control.page();
  await checkAllowedHosts(control, allowedHosts);
  await control.focus();
  const focused = await control.evaluate((element) => {
    if (element instanceof HTMLInputElement) element.select();
    return element.matches(':focus');
  });
  // Text goes to the focused element: it must not enter another field, which may show it.
  if (!focused) {
    throw new RaccordError('SECRET_READ_BACK_DIFFERS', { label: await accessibleName(control) });
  }
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('Input.insertText', { text: secret.reveal() });
  } finally {
    await session.detach();
  }
  const shown = await readSecret(control);
  if (!shown.equals(secret)) {
    throw new RaccordError('SECRET_READ_BACK_DIFFERS', { label: await accessibleName(control) });
  }
}

/** Returns the address of a control's frame and those to which its form or buttons post. */
async function addressesOf(control: Locator): Promise<string[]> {
  return control.evaluate((element) => {
    const form = element instanceof HTMLInputElement ? element.form : null;
    // `form.elements` does not include image buttons.
    const root = element.getRootNode() as Document | ShadowRoot;
    const buttons = [...root.querySelectorAll('[formaction]')].filter(
      (button) => form !== null && 'form' in button && button.form === form,
    );
    // Read as attributes: a field named "action" hides the form's property of that name.
    const posts = [
      form?.getAttribute('action'),
      ...buttons.map((button) => button.getAttribute('formaction')),
    ].filter((address) => typeof address === 'string' && address !== '');
    const { href } = document.location;
    return [href, ...posts.map((address) => new URL(address ?? '', document.baseURI).href)];
  });
}

async function accessibleName(control: Locator): Promise<string> {
  return control.evaluate(
    (element) =>
      (element instanceof HTMLInputElement ? element.labels?.[0]?.textContent.trim() : '') ||
      element.id,
  );
}
