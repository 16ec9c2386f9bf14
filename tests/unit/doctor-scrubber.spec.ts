import { expect, test } from '@playwright/test';
import { skeletonOf } from '../../src/doctor/skeleton.ts';
import { Scrubber } from '../../src/doctor/scrubber.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { Redactor } from '../../src/secrets/redactor.ts';

function scrubber(): Scrubber {
  const redactor = new Redactor();
  redactor.add(new Secret('hunter2-Zq'), 'password');
  const made = new Scrubber(redactor);
  made.learn('73282932000074 - PL DIFFUSION  LYON');
  made.learn('Camille Martin');
  return made;
}

test('names, addresses, numbers and secrets give way to their shape; the words of a page stay', () => {
  const text = (given: string): string => scrubber().text(given);
  expect(text('Bonjour camille  martin.')).toBe('Bonjour xxxxxxx  xxxxxx.');
  expect(text('732 829 320 00074 - AUTRE SOCIÉTÉ')).toBe('000 000 000 00000 - XXXXX XXXXXXX');
  expect(text('Société : Pl Diffusion Lyon')).toBe('Société : Xx Xxxxxxxxx Xxxx');
  expect(text('TECH_1_73282932000074@cpro.fr expire')).toBe(
    'XXXX_0_00000000000000@exemple.fr expire',
  );
  expect(text('04 78 12 34 56')).toBe('00 00 00 00 00');
  expect(text('hunter2-Zq')).toBe('[password]');
  expect(text('Déclarer un raccordement PISTE (10 sur 50)')).toBe(
    'Déclarer un raccordement PISTE (10 sur 50)',
  );
});

test('a login that has words of the portal leaves them where the portal has them', () => {
  const made = new Scrubber(new Redactor(), ['Gérer raccordement API', 'EDI']);
  for (const word of ['edi', 'raccordement', 'martin']) made.learn(word);
  expect(made.text('Raccordement API de Martin, EDI')).toBe('Raccordement API de Xxxxxx, EDI');
});

const element = (
  tag: string,
  children: readonly object[] | string,
  attributes: Record<string, string> = {},
): never =>
  ({ tag, attributes, children: typeof children === 'string' ? [children] : children }) as never;

test('what an attribute says of a cell or of a choice is data too, in a grid of other elements too', () => {
  const html = skeletonOf(
    element('body', [
      element(
        'div',
        [
          element('div', 'Contact', { role: 'columnheader', title: 'Trier' }),
          element('div', 'Zoé Roux', {
            role: 'gridcell',
            title: 'Zoé Roux',
            'aria-label': 'Zoé Roux',
          }),
        ],
        { role: 'grid' },
      ),
      element('span', 'SARL ROUX', { class: 'select2-selection__rendered', title: 'SARL ROUX' }),
    ]),
    scrubber(),
    { title: 'Liste', wordsOnly: false },
  );
  expect(html).not.toContain('Zoé');
  expect(html).not.toContain('ROUX');
  for (const kept of ['title="Trier"', '>Contact<', 'role="gridcell"'])
    expect(html).toContain(kept);
});

test('where any text may hold a secret, so may a title or a description', () => {
  const html = skeletonOf(
    element('body', [
      element('p', [element('span', 'kZ7(hU_2wQp4')], { title: 'kZ7(hU_2wQp4' }),
      element('a', 'Copier', { 'aria-label': 'Copier kZ7(hU_2wQp4' }),
      element('input', [], { 'aria-label': 'Sésame', placeholder: 'kZ7(hU_2wQp4' }),
    ]),
    scrubber(),
    { title: 'Liste', wordsOnly: true },
  );
  expect(html).not.toContain('kZ7');
  expect(html).toContain('aria-label="Sésame"');
});

test('cells of a table are data, but for what says that there is none and what is pressed there', () => {
  const html = skeletonOf(
    element('body', [
      element('table', [
        element('tr', [element('th', 'Etat courant')]),
        element('tr', [element('td', 'Validé')]),
        element('tr', [element('td', [element('button', 'Consulter')])]),
        element('tr', [element('td', 'Aucune donnée', { colspan: '2' })]),
      ]),
      element('table', [element('tr', [element('td', 'Téléphone')])]),
    ]),
    scrubber(),
    { title: 'Liste', wordsOnly: false },
  );
  for (const kept of ['Etat courant', 'Xxxxxx', 'Consulter', 'Aucune donnée', 'Téléphone']) {
    expect(html).toContain(`>${kept}<`);
  }
  expect(html).not.toContain('Validé');
});
