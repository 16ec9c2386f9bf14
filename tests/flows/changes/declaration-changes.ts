import type { Change } from './change.ts';

const page = 'Déclarer un raccordement API PISTE';
const within = '#RAC_DeclarerRaccordement_Formulaire';

/** Single changes to the form that declares a connection. */
export const DECLARATION_CHANGES: readonly Change[] = [
  {
    what: 'The label "Téléphone" is gone',
    page,
    within,
    alter: (_, { labels }) => {
      for (const label of labels('Téléphone')) label.remove();
    },
    ends: 'CONTROL_NOT_FOUND',
    says: '"Téléphone" on "Déclarer un raccordement API PISTE"',
  },
  {
    what: 'The label of "Fax" reads "Téléphone" too',
    page,
    within,
    alter: (_, { labels }) => {
      for (const label of labels('Fax')) label.textContent = 'Téléphone';
    },
    ends: 'CONTROL_AMBIGUOUS',
    says: 'one "Téléphone"',
    telling: true,
  },
  {
    what: 'A label is written in capitals, without accents, with a colon',
    page,
    within,
    alter: (_, { labels }) => {
      for (const label of labels('Téléphone')) label.textContent = 'TELEPHONE :';
    },
    ends: 'created',
  },
  {
    what: 'The labels are placeholders',
    page,
    within,
    alter: (part, { fresh }) => {
      for (const input of fresh(part.querySelectorAll('input[type=text]'))) {
        const label = part.querySelector(`label[for="${input.id}"]`);
        input.setAttribute('placeholder', label?.textContent.replace('*', '').trim() ?? '');
        label?.remove();
      }
    },
    ends: 'created',
  },
  {
    what: 'Two fields have changed places, and the contact stands first',
    page,
    within,
    alter: (part, { field, fresh }) => {
      for (const [name, phone] of [[...field('Nom Prénom'), ...field('Téléphone')]]) {
        if (name === undefined || phone === undefined || fresh([part]).length === 0) continue;
        phone.after(name);
        const panel = phone.closest('section');
        if (panel !== null) part.prepend(panel);
      }
    },
    ends: 'created',
  },
  {
    what: 'A mandatory field is added, and the portal refuses a form without it',
    page,
    within,
    alter: (_, { field, fresh }) => {
      for (const block of fresh(field('Téléphone'))) {
        block.insertAdjacentHTML(
          'afterend',
          '<div class="champ"><label for="n">Numéro de convention *</label><input id="n"></div>',
        );
      }
    },
    fault: { at: 'declare', how: 'refuse', message: 'Numéro de convention : champ obligatoire' },
    ends: 'DECLARATION_REFUSED',
    says: 'Numéro de convention',
  },
  {
    what: '"Valider" is disabled until an unknown box is ticked',
    page,
    within,
    alter: (part, { texts, fresh }) => {
      for (const button of fresh(texts('button', 'Valider'))) {
        button.setAttribute('disabled', '');
        part.insertAdjacentHTML('beforeend', '<label><input type="checkbox"> Je certifie</label>');
      }
    },
    ends: 'ACTION_FAILED',
    says: 'Valider',
  },
  {
    what: '"Valider" reads "Enregistrer"',
    page,
    within,
    alter: (_, { reword }) => reword('Valider', 'Enregistrer'),
    ends: 'CONTROL_NOT_FOUND',
    says: '"Valider" on "Déclarer un raccordement API PISTE"',
  },
  {
    what: 'There are two buttons "Valider"',
    page,
    within,
    alter: (_, { texts, fresh }) => {
      for (const button of fresh(texts('button', 'Valider'))) {
        const twin = button.cloneNode(true) as HTMLElement;
        fresh([twin]);
        button.after(twin);
      }
    },
    ends: 'CONTROL_AMBIGUOUS',
  },
  {
    what: 'The option of "Type d\'utilisation" is worded otherwise',
    page,
    within,
    alter: (_, { reword }) => {
      reword("Utilisateur d'une solution d'un éditeur ou opérateur", 'Client d’un éditeur');
    },
    ends: 'OPTION_NOT_FOUND',
    says: 'Client d’un éditeur',
  },
  {
    what: '"Structure" is read-only and shows another SIRET',
    page,
    within,
    alter: (_, { field, fresh }) => {
      for (const block of fresh(field('Structure'))) {
        block.innerHTML =
          '<label for="s">Structure *</label>' +
          '<input id="s" readonly value="73282932000017 - PL DIFFUSION LILLE">';
      }
    },
    ends: 'READ_BACK_DIFFERS',
    says: '73282932000017',
    telling: true,
  },
  {
    what: 'A field keeps the first ten characters only',
    page,
    within,
    alter: (_, { field }) => {
      for (const block of field('Nom Prénom')) {
        block.querySelector('input')?.setAttribute('maxlength', '10');
      }
    },
    ends: 'READ_BACK_DIFFERS',
    says: 'Camille Martin',
  },
  {
    what: 'The form stands in a dialog',
    page,
    within,
    alter: (part, { fresh }) => {
      for (const form of fresh([part])) {
        const dialog = document.createElement('div');
        dialog.setAttribute('role', 'dialog');
        dialog.setAttribute('aria-modal', 'true');
        dialog.style.cssText = 'position:fixed;inset:0;z-index:99;overflow:auto;background:#fff';
        form.replaceWith(dialog);
        dialog.append(form);
        form.dataset['moved'] = 'yes';
      }
    },
    ends: 'created',
  },
  {
    what: 'The headings are worded otherwise',
    page,
    within: 'body:has(#RAC_DeclarerRaccordement_Formulaire)',
    alter: (_, { reword }) => {
      reword('DÉCLARER UN RACCORDEMENT API PISTE', 'Nouvelle déclaration');
      reword('INFORMATIONS GÉNÉRALES', 'Général');
      reword('CONTACT TECHNIQUE', 'Qui contacter');
    },
    ends: 'created',
  },
];
