import type { Change } from './change.ts';

const page = 'Compte technique';
const within = '#sc_cat_item';

/** Single changes to the form of technical accounts and the way to it. */
export const ACCOUNT_CHANGES: readonly Change[] = [
  {
    what: 'The card "Compte technique" is titled otherwise',
    page: 'Applications du domaine',
    within: '.application-grid',
    alter: (_, { reword }) => reword('Compte technique', 'Accès des logiciels'),
    ends: 'PAGE_UNEXPECTED',
  },
  {
    what: 'The card "Compte technique" is there twice',
    page: 'Applications du domaine',
    within: '.application-grid',
    alter: (_, { texts, fresh }) => {
      for (const title of fresh(texts('h2', 'Compte technique'))) {
        const twin = title.closest('article')?.cloneNode(true) as HTMLElement;
        fresh(twin.querySelectorAll('h2'));
        title.closest('article')?.after(twin);
      }
    },
    ends: 'CONTROL_AMBIGUOUS',
  },
  {
    what: 'The option "Création d\'un compte technique" is worded otherwise',
    page,
    portal: { wordings: { "Création d'un compte technique": 'Nouvelle demande' } },
    ends: 'OPTION_NOT_FOUND',
    says: 'Nouvelle demande',
  },
  {
    what: 'The label "Login" is gone',
    page,
    within,
    alter: (_, { labels }) => {
      for (const label of labels('Login')) label.remove();
    },
    ends: 'CONTROL_NOT_FOUND',
    says: '"Login" on "Compte technique"',
  },
  {
    what: 'The label of "Raison sociale" reads "Login" too',
    page,
    within,
    alter: (_, { reword }) => reword('Raison sociale', 'Login'),
    ends: 'CONTROL_NOT_FOUND',
    says: '"Raison sociale" on "Compte technique"',
  },
  {
    what: 'A second field "Login" is added',
    page,
    within,
    alter: (_, { field, fresh }) => {
      for (const block of fresh(field('Login'))) {
        const twin = document.createElement('div');
        twin.innerHTML =
          '<label for="l2">Login</label><input id="l2" value="TECH_9_autre@cpro.fr">';
        block.after(twin);
      }
    },
    ends: 'CONTROL_AMBIGUOUS',
    says: 'one "Login"',
    telling: true,
  },
  {
    what: 'The labels "Login" and "Mot de passe" are exchanged',
    page,
    within,
    alter: (part, { labels, fresh }) => {
      const pair = [...labels('Login'), ...labels('Mot de passe')];
      if (pair.length < 2 || fresh([part]).length === 0) return;
      const [login, password] = pair.map((label) => label.querySelector('span:last-of-type'));
      if (login && password) {
        login.textContent = 'Mot de passe';
        password.textContent = 'Login';
      }
    },
    ends: 'CREDENTIAL_UNREADABLE',
  },
  {
    what: 'The form fills in the login of another structure',
    page,
    answer: (text) => text.replaceAll('TECH_1_73282932000074', 'TECH_1_73282932000017'),
    ends: 'CREDENTIAL_UNREADABLE',
    says: 'TECH_1_73282932000017@cpro.fr',
    telling: true,
  },
  {
    what: 'The password is shown as dots',
    page,
    answer: (text) =>
      text.replace(
        /(&quot;password&quot;:&quot;)(?:\\&quot;|(?!&quot;).)*&quot;/u,
        '$1••••••••••&quot;',
      ),
    ends: 'CREDENTIAL_UNREADABLE',
    says: 'dots',
  },
  {
    what: 'The password stands in a password field, and the label "Login" is gone',
    page,
    within,
    alter: (part, { labels }) => {
      for (const label of labels('Login')) label.remove();
      const field = part.querySelector<HTMLInputElement>('[name=mot_de_passe]');
      if (field !== null) field.type = 'password';
    },
    ends: 'CONTROL_NOT_FOUND',
    says: '"Login" on "Compte technique"',
    telling: true,
  },
  {
    what: 'The password stands in a password field',
    page,
    within,
    alter: (part) => {
      const field = part.querySelector<HTMLInputElement>('[name=mot_de_passe]');
      if (field !== null) field.type = 'password';
    },
    ends: 'created',
  },
  {
    what: '"Soumettre" reads "Envoyer"',
    page,
    within,
    alter: (_, { reword }) => reword('Soumettre', 'Envoyer'),
    ends: 'CONTROL_NOT_FOUND',
    says: '"Soumettre" on "Compte technique"',
  },
  {
    what: 'There are two buttons "Soumettre"',
    page,
    within,
    alter: (_, { texts, fresh }) => {
      for (const button of fresh(texts('button', 'Soumettre'))) {
        const twin = button.cloneNode(true) as HTMLElement;
        fresh([twin]);
        button.after(twin);
      }
    },
    ends: 'CONTROL_AMBIGUOUS',
  },
  {
    what: "The list's columns stand in another order",
    page,
    within,
    alter: (part, { fresh }) => {
      for (const row of fresh(part.querySelectorAll('table tr:not(:has(.no-data))'))) {
        if (row.children.length > 1) row.prepend(...[...row.children].reverse());
      }
    },
    ends: 'created',
  },
  {
    what: 'The list\'s column "ID d\'utilisateur" reads "Compte"',
    page,
    within,
    alter: (_, { reword }) => reword("ID d'utilisateur", 'Compte'),
    ends: 'COLUMN_NOT_FOUND',
    says: "ID d'utilisateur",
  },
  {
    what: 'The empty list says so in other words',
    page,
    within,
    alter: (_, { reword }) => reword('Aucune donnée à afficher', 'Pas encore de compte'),
    ends: 'created',
  },
  {
    what: 'Nothing confirms that the form was taken',
    page,
    fault: { at: 'create-account', how: 'no-confirmation' },
    ends: 'created',
  },
];
