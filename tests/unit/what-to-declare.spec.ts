import { expect, test } from '@playwright/test';
import { whatToDeclare } from '../../flows/declare-connection.ts';
import { NamesOnPortal } from '../../flows/names-on-portal.ts';
import type { ConnectionsPage } from '../../flows/pages/connections-page.ts';
import type { Tools } from '../../flows/tools.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { siretOf } from './ledger-fixtures.ts';

interface Names {
  readonly onPortal?: readonly string[];
  readonly intended?: readonly string[];
  readonly queued?: readonly string[];
  readonly asked?: readonly string[];
}

/** The name that is declared for a request, beside the names that are known. */
async function nameFor(
  applicationName: string | undefined,
  { onPortal = [], intended = [], queued = [], asked = [] }: Names,
): Promise<string> {
  const contact = { name: 'Camille Martin', phone: '04 78 00 00 00', email: 'camille@exemple.fr' };
  const names = new NamesOnPortal(systemClock);
  names.know(onPortal);
  names.ask(asked);
  const tools = {
    names,
    settings: { applicationPattern: 'Pldiffusion{n}', usage: 'u', editor: 'e' },
    ledger: {
      applicationNamesIntended: () => Promise.resolve(new Set(intended)),
      applicationNamesQueued: () => Promise.resolve(queued),
    },
  } as unknown as Tools;
  const request = { siret: siretOf(1), applicationName, contact, newAccount: false };
  const list: unknown = { readAllInLargestPages: () => Promise.resolve([]) };
  return (await whatToDeclare(request, list as ConnectionsPage, tools)).applicationName;
}

test('a free name is none that another request of the run or a row of the queue asks for', async () => {
  const known = { onPortal: ['Pldiffusion1'], intended: ['Pldiffusion2'] };
  const name = await nameFor(undefined, {
    ...known,
    queued: ['PLDIFFUSION3'],
    asked: ['Pldiffusion4'],
  });
  expect(name).toBe('Pldiffusion5');
});

test('a name that was asked for is kept, whoever else asks for it', async () => {
  const others = { queued: ['Mairie'], asked: ['Mairie'] };
  expect(await nameFor('Mairie', others)).toBe('Mairie');
  await expect(nameFor('Mairie', { onPortal: ['mairie'] })).rejects.toMatchObject({
    code: 'APPLICATION_NAME_TAKEN',
  });
});
