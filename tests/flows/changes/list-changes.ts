import type { Siret } from '../../../src/domain/siret.ts';
import type { Change } from './change.ts';

const LILLE = '73282932000017' as Siret;

const page = 'Raccordements API PISTE';
const within = '#RAC_RaccordementsApi_Formulaire';

/** A connection of another structure, so that the whole list has a table, and its name is taken. */
const otherConnections = [{ siret: LILLE, applicationName: 'Pldiffusion1' }];

/** As many as make two pages of ten. */
const twoPages = Array.from({ length: 12 }, (_, index) => ({
  siret: LILLE,
  applicationName: `Pldiffusion${index + 1}`,
}));

/** Single changes to the list of connections and the way to it. */
export const LIST_CHANGES: readonly Change[] = [
  {
    what: 'The columns stand in another order',
    page,
    within,
    portal: { otherConnections },
    alter: (part, { fresh }) => {
      for (const row of fresh(part.querySelectorAll('table tr'))) {
        if (row.firstElementChild !== null) row.append(row.firstElementChild);
      }
    },
    ends: 'created',
  },
  {
    what: 'A column is added in front',
    page,
    within,
    portal: { otherConnections },
    alter: (part, { fresh }) => {
      for (const row of fresh(part.querySelectorAll('table tr'))) {
        const cell = document.createElement(row.querySelector('th') === null ? 'td' : 'th');
        cell.textContent = row.querySelector('th') === null ? '42' : 'Numéro';
        row.prepend(cell);
      }
    },
    ends: 'created',
  },
  {
    what: 'A column is renamed: "Nom de l\'application PISTE" reads "Désignation"',
    page,
    within,
    portal: { otherConnections },
    alter: (_, { texts }) => {
      for (const title of texts('th button', "Nom de l'application PISTE")) {
        title.textContent = 'Désignation';
      }
    },
    ends: 'COLUMN_NOT_FOUND',
    says: 'Désignation',
    telling: true,
  },
  {
    what: 'The empty list says so in other words',
    page,
    within,
    alter: (_, { reword }) => {
      reword('Aucun résultat ne correspond à votre recherche.', 'Rien à signaler.');
    },
    ends: 'created',
  },
  {
    what: 'The empty list is a table without a row',
    page,
    portal: { emptyList: 'headers' },
    ends: 'created',
  },
  {
    what: 'The filter "Structure" is gone',
    page,
    within,
    alter: (_, { field, fresh }) => {
      for (const block of fresh(field('Structure'))) block.remove();
    },
    ends: 'CONTROL_NOT_FOUND',
    says: '"Structure" on "Raccordements API PISTE"',
  },
  {
    what: 'The filter offers the SIRET twice',
    page,
    within,
    alter: (part, { fresh }) => {
      for (const option of fresh(part.querySelectorAll('option'))) {
        if (!option.textContent.includes('73282932000074')) continue;
        const twin = new Option('73282932000074 - PL DIFFUSION (ANCIENNE)', '999');
        fresh([twin]);
        option.after(twin);
      }
    },
    ends: 'CONTROL_AMBIGUOUS',
    says: 'ANCIENNE',
  },
  {
    what: 'Another structure bears the same company name',
    page,
    portal: {
      structures: [
        { siret: LILLE, companyName: 'PL DIFFUSION' },
        { siret: '73282932000074', companyName: 'PL DIFFUSION' },
      ],
    },
    ends: 'created',
  },
  {
    what: 'The SIRET is written in groups, behind the company name',
    page,
    within: 'form',
    alter: (part, { fresh }) => {
      for (const option of fresh(part.querySelectorAll('option'))) {
        option.textContent = option.textContent.replace(
          /^(\d{3})(\d{3})(\d{3})(\d{5}) - (.*)$/u,
          '$5 ($1 $2 $3 $4)',
        );
      }
    },
    ends: 'created',
  },
  {
    what: 'The pager has lost its titles and stands under the table, where there are two pages',
    page,
    within,
    portal: { otherConnections: twoPages },
    alter: (part, { fresh }) => {
      for (const rows of fresh(part.querySelectorAll('[name="listeRaccordements.nombreLignes"]'))) {
        rows.remove();
      }
      for (const pager of fresh(part.querySelectorAll('.pagination'))) {
        for (const button of pager.querySelectorAll('button')) button.removeAttribute('title');
        part.append(pager);
      }
    },
    ends: 'created',
  },
  {
    what: 'The pager\'s ">" is a drawing without words, where there are two pages',
    page,
    within,
    portal: { otherConnections: twoPages },
    alter: (part, { fresh }) => {
      for (const rows of fresh(part.querySelectorAll('[name="listeRaccordements.nombreLignes"]'))) {
        rows.remove();
      }
      for (const button of fresh(part.querySelectorAll('.pagination button'))) {
        button.removeAttribute('title');
        button.innerHTML = '<svg width="12" height="12"></svg>';
      }
    },
    ends: 'CONTROL_NOT_FOUND',
    says: 'Aller à la page suivante du tableau',
  },
  {
    what: '"Déclarer un raccordement PISTE" reads "Nouveau raccordement"',
    page,
    within,
    alter: (_, { reword }) => reword('Déclarer un raccordement PISTE', 'Nouveau raccordement'),
    ends: 'PAGE_UNEXPECTED',
  },
  {
    what: 'The menu entry "Gérer raccordement API" reads "Vos raccordements"',
    page: 'Raccordements EDI et API',
    within: 'body',
    alter: (_, { reword }) => reword('Gérer raccordement API', 'Vos raccordements'),
    ends: 'CONTROL_NOT_FOUND',
    says: 'Gérer raccordement API',
  },
  {
    what: 'The confirmation is worded otherwise',
    page,
    within: '.message-succes',
    alter: (part, { fresh }) => {
      for (const message of fresh([part])) message.textContent = 'Merci, à bientôt.';
    },
    ends: 'created',
  },
  {
    what: 'Nothing confirms that the form was taken',
    page,
    fault: { at: 'declare', how: 'no-confirmation' },
    ends: 'created',
  },
];
