import { runInContext, createContext, type Context } from 'node:vm';
import { expect, test } from '@playwright/test';
import type { BrowserContext, Frame, Request, Route } from 'playwright';
import { readingEvidence } from '../../flows/pages/reading-evidence.ts';
import { isReadingRequest } from '../../flows/pages/reading-requests.ts';
import { WriteGuard, type RequestFacts } from '../../src/browser/write-guard.ts';
import { AllowedHosts } from '../../src/domain/allowed-hosts.ts';

const PORTAL = 'https://portail.exemple.fr';
const DOORS = new AllowedHosts(['portail.exemple.fr']);
const SIGN_IN: RequestFacts = { passwords: 1, marks: [], typed: ['nom', 'secret'] };

type Script = ((argument: unknown) => void) | { readonly content: string };
type Told = (source: { frame: Frame }, asked: RequestFacts) => void;
type Decide = (route: Route, request: Request) => Promise<void>;

/** A browser context as far as the guard knows it: what it is given, and one document in it. */
class FakeContext {
  readonly scripts: { readonly script: Script; readonly argument: unknown }[] = [];
  readonly frame: Frame;
  pressed: unknown = false;
  /** What the document asks for, where it is asked by itself. */
  asks: RequestFacts = { passwords: 0, marks: [], typed: [] };
  #decide: Decide = () => Promise.resolve();
  #told: Told = () => undefined;

  constructor() {
    const page = { frames: () => [this.frame] };
    this.frame = {
      url: () => `${PORTAL}/accueil`,
      page: () => page,
      evaluate: (work: (key: string) => unknown, argument: unknown) => {
        if (typeof argument !== 'string') return Promise.resolve(this.asks);
        const document = globalThis as unknown as Record<string, unknown>;
        document['__raccordPressed'] = this.pressed;
        const answer = work('__raccordPressed');
        this.pressed = document['__raccordPressed'];
        delete document['__raccordPressed'];
        return Promise.resolve(answer);
      },
    } as unknown as Frame;
  }

  get context(): BrowserContext {
    return {
      route: (_all: string, decide: Decide) => Promise.resolve((this.#decide = decide)),
      exposeBinding: (_name: string, told: Told) => Promise.resolve((this.#told = told)),
      addInitScript: (script: Script, argument: unknown) =>
        Promise.resolve(this.scripts.push({ script, argument })),
      pages: () => [this.frame.page()],
    } as unknown as BrowserContext;
  }

  tell(asked: RequestFacts): void {
    this.#told({ frame: this.frame }, asked);
  }

  /** What becomes of a request. */
  async send(path: string, body: string, kind: 'fetch' | 'document' = 'fetch'): Promise<string> {
    let became = 'nothing';
    const become = (what: string) => () => Promise.resolve(void (became = what));
    const type = kind === 'fetch' ? 'application/json' : 'application/x-www-form-urlencoded';
    await this.#decide(
      { continue: become('sent'), abort: become('stopped') } as unknown as Route,
      {
        method: () => 'POST',
        url: () => `${PORTAL}${path}`,
        serviceWorker: () => null,
        frame: () => this.frame,
        resourceType: () => kind,
        headers: () => ({ 'content-type': type }),
        postData: () => body,
        postDataBuffer: () => Buffer.from(body),
      } as unknown as Request,
    );
    return became;
  }
}

async function guarded(): Promise<{ fake: FakeContext; guard: WriteGuard }> {
  const fake = new FakeContext();
  const guard = await WriteGuard.install(fake.context, isReadingRequest, readingEvidence);
  return { fake, guard };
}

test('a question is sent until a control is pressed, and after that or where it is not known stopped', async () => {
  const { fake, guard } = await guarded();
  expect(await fake.send('/rechercher', '{"q":"7"}')).toBe('sent');
  fake.pressed = true;
  expect(await fake.send('/rechercher', '{"q":"7"}')).toBe('stopped');
  fake.pressed = undefined;
  expect(await fake.send('/rechercher', '{"q":"7"}')).toBe('stopped');
  expect(guard.stopped).toHaveLength(2);
});

test('what a page writes by itself is stopped, while one signs in too', async () => {
  const { fake, guard } = await guarded();
  expect(await fake.send('/comptes', '{"siret":"7"}')).toBe('stopped');
  const meanwhile = guard.whileSigningIn(DOORS, () => fake.send('/comptes', '{"siret":"7"}'));
  expect(await meanwhile).toBe('stopped');
});

test('a script of a page that asks who is there sends the answer while one signs in', async () => {
  const { fake, guard } = await guarded();
  fake.asks = SIGN_IN;
  const send = (): Promise<string> => fake.send('/connexion', '{"nom":"a","secret":"b"}');
  expect(await send()).toBe('stopped');
  expect(await guard.whileSigningIn(DOORS, send)).toBe('sent');
});

test('without evidence only what is known by name is sent', async () => {
  const fake = new FakeContext();
  await WriteGuard.install(fake.context, isReadingRequest);
  expect(fake.scripts).toEqual([]);
  expect(await fake.send('/rechercher', '{"q":"7"}')).toBe('stopped');
  const list = 'sysparm_type=sp_ref_list_data&q=7';
  expect(await fake.send('/angular.do', list, 'document')).toBe('sent');
  expect(await fake.send('/angular.do', 'q=7', 'document')).toBe('stopped');
});

test('a widget is asked for until a control is pressed, a list of the form after that too', async () => {
  const { fake } = await guarded();
  const widget = (): Promise<string> => fake.send('/api/now/sp/rectangle/3f2a', '{"data":{}}');
  expect(await widget()).toBe('sent');
  fake.pressed = true;
  expect(await widget()).toBe('stopped');
  expect(await fake.send('/angular.do', '{"sysparm_type":"sp_ref_list_data"}')).toBe('sent');
  const list = '/angular.do?sysparm_type=sp_ref_list_data&sysparm_cancelable=true';
  expect(await fake.send(list, '{"sysparm_record_values":{"type":"create"}}')).toBe('sent');
  expect(await fake.send(list, '{"sysparm_type":"save"}')).toBe('stopped');
  const other = '/angular.do?sysparm_type=save';
  expect(await fake.send(other, '{"sysparm_type":"sp_ref_list_data"}')).toBe('stopped');
});

test('the answer to who is there is sent while one signs in, where the document told that it asks', async () => {
  const { fake, guard } = await guarded();
  const send = (): Promise<string> => fake.send('/connexion', 'nom=a&secret=b', 'document');
  fake.tell(SIGN_IN);
  expect(await send()).toBe('stopped');
  expect(await guard.whileSigningIn(DOORS, send)).toBe('sent');
  // What it told counts for one answer, and may come a moment after it.
  const late = guard.whileSigningIn(DOORS, send);
  fake.tell(SIGN_IN);
  expect(await late).toBe('sent');
  expect(await guard.whileSigningIn(DOORS, send)).toBe('stopped');
  fake.tell(SIGN_IN);
  expect(await guard.whileSigningIn(new AllowedHosts(['ailleurs.exemple.fr']), send)).toBe(
    'stopped',
  );
});

test('what was pressed to sign in is forgotten once that is done', async () => {
  const { fake, guard } = await guarded();
  await guard.whileSigningIn(DOORS, async () => {
    fake.pressed = true;
    expect(await fake.send('/rechercher', '{"q":"7"}')).toBe('sent');
  });
  expect(fake.pressed).toBe(false);
  expect(await fake.send('/rechercher', '{"q":"7"}')).toBe('sent');
});

test.describe('in a document', () => {
  /** Runs the guard's scripts as a browser does, in a document of their own. */
  async function document(shown: Readonly<Record<string, object[]>>): Promise<{
    inside: Context;
    press: (type: string, path: object[], more?: object) => void;
    told: unknown[];
  }> {
    const { fake } = await guarded();
    const listeners: { type: string; listen: (event: object) => void }[] = [];
    const told: unknown[] = [];
    class Element {
      textContent = '';
    }
    class HTMLInputElement extends Element {}
    class KeyboardEvent {
      key = '';
    }
    class SubmitEvent {
      submitter = null;
    }
    const inside = createContext({
      ...{ Element, HTMLInputElement, KeyboardEvent, SubmitEvent },
      addEventListener: (type: string, listen: (event: object) => void) =>
        listeners.push({ type, listen }),
      document: {
        querySelectorAll: (selector: string) =>
          Object.entries(shown).flatMap(([part, found]) => (selector.includes(part) ? found : [])),
      },
      __raccordAsked: (asked: unknown) => told.push(asked),
    });
    for (const { script, argument } of fake.scripts) {
      const text =
        'content' in script
          ? script.content
          : `(${script.toString()})(${JSON.stringify(argument)})`;
      runInContext(text, inside);
    }
    const press = (type: string, path: object[], more: object = {}): void => {
      const targets = path.map((one) => Object.assign(new Element(), one));
      const event = { composedPath: () => targets, ...more };
      for (const one of listeners) if (one.type === type) one.listen(event);
    };
    return { inside, press, told };
  }

  const button = (textContent: string): object => ({ textContent, getAttribute: () => null });

  test('a press of "Valider" is noted, one of "Appliquer" is not', async () => {
    const { inside, press } = await document({});
    expect(inside['__raccordPressed']).toBe(false);
    press('click', [button('Appliquer'), button('x'.repeat(81) + ' Valider')]);
    expect(inside['__raccordPressed']).toBe(false);
    press('pointerdown', [button(''), button(' Valider ')]);
    expect(inside['__raccordPressed']).toBe(true);
  });

  test('a click tells what is asked for, by names and never by what was typed', async () => {
    const field = {
      getClientRects: () => [1],
      getAttribute: () => 'secret',
      id: 'champ',
      value: 'mot de passe',
    };
    const { press, told } = await document({ 'type=password': [field] });
    press('click', []);
    expect(told).toEqual([{ passwords: 1, marks: [], typed: ['secret', 'champ'] }]);
  });
});
