// Writes docs/runbook.md and docs/runbook.fr.md: what to do at night by exit code, and every error with
// its remedy, from the messages themselves: `npm run build && node scripts/runbook.mjs`.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What the facts of an error are called where no error has happened: each text takes what it needs. */
const FACTS = {
  action: '…',
  allowed: ['…'],
  answer: '…',
  at: '…',
  browser: '…',
  column: '…',
  credentialId: undefined,
  differences: [
    { name: 'portal', here: '…', there: '…' },
    { name: 'recipients', here: '…', there: '…' },
  ],
  expected: '…',
  expression: '…',
  file: '<file>',
  files: ['…'],
  found: undefined,
  resource: 'account',
  headings: ['…'],
  holder: { pid: '…', host: '<host>', since: '…' },
  host: '<host>',
  how: 'ended',
  label: '…',
  login: '<login>',
  matches: ['…'],
  meant: '…',
  message: '…',
  mode: '…',
  name: '<name>',
  names: ['…'],
  option: '…',
  part: '…',
  path: '<path>',
  portal: '<portal>',
  present: ['…'],
  problems: [],
  proxy: '<proxy>',
  reason: '…',
  recipient: '<recipient>',
  screen: 'other',
  shown: '…',
  siret: 'SIRET',
  sirets: ['SIRET'],
  sink: '<sink>',
  space: '…',
  status: '…',
  target: '…',
  tried: ['…'],
  url: '<address>',
  value: '…',
  variable: '<VARIABLE>',
  warnings: [],
  where: '…',
  why: 'other',
  window: '…',
};

const WORDS = {
  en: {
    title: '# It is 3 a.m.',
    made: 'Made by `scripts/runbook.mjs` from the messages of raccord; do not edit. En français : [runbook.fr.md](runbook.fr.md).',
    begin: `A run has failed, and you were woken. **Starting the same command again is safe**: raccord reads what is
on the portal before it does anything, and does only what is missing. So:

1. Look at the exit code: the mail and webhook have it, \`raccord status\` and the ledger too.
2. Do what the table says.
3. What you cannot settle now stays as it is: no password is lost by waiting until the morning. Leave
   \`RACCORD_HOME\` alone; it holds them, sealed.`,
    exits: '## By exit code',
    exitHead: '| Code | Means | Do |',
    exit: {
      0: ['all is done', 'Nothing.'],
      1: [
        'some SIRET failed; the others are done',
        'Read the reasons in the report (`Report:` on the terminal, `reportFolder` in the message), mend what they name, start the same command again.',
      ],
      2: [
        'the input or the configuration is wrong; nothing was touched',
        'Correct what the message names. `raccord doctor` looks at everything at once.',
      ],
      3: [
        'the portal, or the way to it, is down',
        'Nothing is broken here. Start again later, or let the next night do it.',
      ],
      4: [
        'signing in was refused',
        '**Do not try again and again**: the portal locks the administrator. Sign in by hand in a browser first, then correct the password or the code’s secret.',
      ],
      5: [
        'a person is needed (a code, an expired password, terms to accept)',
        '`raccord sign-in --headed` where there is a screen, else `raccord sign-in` at a terminal; then start again.',
      ],
      6: [
        'a page is not as expected: the portal has changed',
        'Nothing was guessed. Leave it to the day: `raccord doctor --collect` keeps what developers need.',
      ],
      130: ['somebody interrupted it', 'Start the same command again.'],
    },
    cases: '## What frightens and need not',
    frights: `- **The machine, the process or the browser died.** Start again: what was sealed is there, what was clicked is
  read before anything is clicked again.
- **\`OUTCOME_DOUBTFUL\`, \`ACCOUNT_UNPROVEN\`.** raccord does not know whether an account or a password is its own,
  and says so rather than guessing. The password is kept. \`raccord verify\` tells with PISTE; without it a person
  tries it, and says which one works: \`raccord renew --siret S --works new\` (or \`old\`).
- **\`PASSWORD_MISSING\`.** The account is there, its password is not in this home: another home or a backup has
  it, or it is lost. \`raccord doctor --take-in\` takes sealed files in that the ledger does not know.
- **\`HOME_LOCKED\`, \`ACCOUNT_LOCKED\`.** Another raccord works there; the message says which one. Wait for it.
- **The disk is full.** Make room, start again. Nothing is clicked before a password is safely on the disk.`,
    errors: '## Every error',
    errorsBegin:
      'What the message itself says to do; `…` and `<…>` stand for what it names. Those that pass by themselves are tried again before they count.',
    errorHead: '| Code | Exit | What happened | Do |',
    again: 'again by itself',
  },
  fr: {
    title: '# Il est 3 heures du matin',
    made: 'Écrit par `scripts/runbook.mjs` à partir des messages de raccord ; ne pas modifier. In English: [runbook.md](runbook.md).',
    begin: `Un passage a échoué et vous avez été réveillé. **Relancer la même commande est sans danger** : raccord lit
ce qu’il y a sur le portail avant de faire quoi que ce soit, et ne fait que ce qui manque. Donc :

1. Regardez le code de sortie : le courriel et le webhook le donnent, \`raccord status\` et le registre aussi.
2. Faites ce que dit le tableau.
3. Ce que vous ne pouvez pas régler maintenant reste en l’état : attendre le matin ne fait perdre aucun mot de
   passe. Ne touchez pas à \`RACCORD_HOME\` : ils y sont, scellés.`,
    exits: '## Selon le code de sortie',
    exitHead: '| Code | Signifie | À faire |',
    exit: {
      0: ['tout est fait', 'Rien.'],
      1: [
        'un SIRET ou plusieurs ont échoué ; les autres sont faits',
        'Lisez les raisons dans le rapport (« Rapport : » au terminal, `reportFolder` dans le message), corrigez ce qu’elles nomment, relancez la même commande.',
      ],
      2: [
        'l’entrée ou la configuration est fausse ; rien n’a été touché',
        'Corrigez ce que nomme le message. `raccord doctor` regarde tout d’un coup.',
      ],
      3: [
        'le portail, ou le chemin jusqu’à lui, est en panne',
        'Rien n’est cassé ici. Relancez plus tard, ou laissez faire la nuit suivante.',
      ],
      4: [
        'la connexion a été refusée',
        '**N’insistez pas** : le portail bloque l’administrateur. Connectez-vous d’abord à la main dans un navigateur, puis corrigez le mot de passe ou le secret du code.',
      ],
      5: [
        'il faut une personne (un code, un mot de passe expiré, des conditions à accepter)',
        '`raccord sign-in --headed` là où il y a un écran, sinon `raccord sign-in` dans un terminal ; puis relancez.',
      ],
      6: [
        'une page n’est pas celle attendue : le portail a changé',
        'Rien n’a été deviné. Laissez cela au jour : `raccord doctor --collect` garde ce qu’il faut aux développeurs.',
      ],
      130: ['quelqu’un l’a interrompu', 'Relancez la même commande.'],
    },
    cases: '## Ce qui effraie à tort',
    frights: `- **La machine, le processus ou le navigateur est mort.** Relancez : ce qui était scellé est là, ce qui a été
  cliqué est relu avant tout nouveau clic.
- **\`OUTCOME_DOUBTFUL\`, \`ACCOUNT_UNPROVEN\`.** raccord ne sait pas si un compte ou un mot de passe est le sien et
  le dit au lieu de deviner. Le mot de passe est gardé. \`raccord verify\` tranche avec PISTE ; sans PISTE, une
  personne l’essaie et dit lequel marche : \`raccord renew --siret S --works new\` (ou \`old\`).
- **\`PASSWORD_MISSING\`.** Le compte est là, son mot de passe n’est pas dans ce dossier : un autre dossier ou une
  sauvegarde l’a, ou il est perdu. \`raccord doctor --take-in\` reprend les fichiers scellés que le registre ne
  connaît pas.
- **\`HOME_LOCKED\`, \`ACCOUNT_LOCKED\`.** Un autre raccord y travaille ; le message dit lequel. Attendez-le.
- **Le disque est plein.** Faites de la place, relancez. Rien n’est cliqué avant que le mot de passe soit en sûreté
  sur le disque.`,
    errors: '## Toutes les erreurs',
    errorsBegin:
      'Ce que le message dit lui-même de faire ; `…` et `<…>` remplacent ce qu’il nomme. Celles qui passent d’elles-mêmes sont retentées avant de compter.',
    errorHead: '| Code | Sortie | Ce qui s’est passé | À faire |',
    again: 'retentée',
  },
};

/**
 * Returns the page of one language.
 * @param policies what each error means, by its code.
 * @param errors each error's text in that language, by its code.
 */
export function runbook(language, policies, errors) {
  const words = WORDS[language];
  const exits = Object.entries(words.exit).map(([code, [means, next]]) =>
    cells([code, means, next]),
  );
  const codes = Object.keys(policies).sort();
  const rows = codes.map((code) => {
    const { what, next } = errors[code](FACTS);
    const { exit, transient } = policies[code];
    const said = transient ? `${exit}, ${words.again}` : `${exit}`;
    // How many mistakes a file has is not known before it is read.
    return cells([`\`${code}\``, said, what.replace(/\b0\b/u, '…'), next]);
  });
  return [
    ...[words.title, '', words.made, '', words.begin, ''],
    ...[words.exits, '', words.exitHead, '| ---: | --- | --- |', ...exits, ''],
    ...[words.cases, '', words.frights, ''],
    ...[words.errors, '', words.errorsBegin, '', words.errorHead, '| --- | --- | --- | --- |'],
    ...[...rows, ''],
  ].join('\n');
}

function cells(texts) {
  const safe = texts.map((text) =>
    text
      .replace(/\s+/gu, ' ')
      .replaceAll('|', '\\|')
      .replace(/<(?=[\p{L}])/gu, '&lt;')
      .trim(),
  );
  return `| ${safe.join(' | ')} |`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { ERROR_POLICIES } = await import('../dist/src/errors/error-policy.js');
  const { loadTexts } = await import('../dist/src/messages/load-texts.js');
  for (const [language, file] of [
    ['en', 'runbook.md'],
    ['fr', 'runbook.fr.md'],
  ]) {
    const page = runbook(language, ERROR_POLICIES, (await loadTexts(language))().errors);
    writeFileSync(new URL(`../docs/${file}`, import.meta.url), page);
  }
}
