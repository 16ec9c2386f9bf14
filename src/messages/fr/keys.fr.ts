import { type WriteCommand, shellWord } from '../../domain/raccord-command.ts';
import type { KeyErrorTexts } from '../error-texts.ts';
import type { Texts } from '../texts.ts';

const noSsh = (command: WriteCommand): string =>
  `Les clés SSH ne sont pas utilisables : la bibliothèque de chiffrement (age-encryption) ne les prend pas en charge, et raccord n’a pas de cryptographie propre. « ${command('keys', 'init')} » fabrique une clé age.`;

const noPlugin = (command: WriteCommand): string =>
  `raccord ne travaille qu’avec des clés en fichier : « ${command('keys', 'init')} » en fabrique une, « ${command('keys', 'rotate')} » y scelle tous les identifiants.`;

const makeOne = (command: WriteCommand): string =>
  `« ${command('keys', 'init')} » fabrique une clé age ; indiquez son fichier dans RACCORD_IDENTITY.`;
const SAVE = 'Enregistrez le fichier en UTF-8.';

/** Descriptions of files without a usable key, with advice. */
const identityFaults = (command: WriteCommand): Texts['keys']['faults'] => ({
  ssh: { found: 'une clé SSH', next: () => noSsh(command) },
  pem: { found: 'une clé ou un certificat PEM (SSH, TLS)', next: () => makeOne(command) },
  pgp: { found: 'une clé PGP', next: () => makeOne(command) },
  putty: { found: 'une clé PuTTY', next: () => makeOne(command) },
  passphrase: {
    found: 'une clé chiffrée par une phrase secrète',
    next: (path) =>
      `Déchiffrez-la dans un fichier (mode 600) sur un disque sûr avec age -d -o FICHIER ${shellWord(path)}, puis définissez RACCORD_IDENTITY=FICHIER.`,
  },
  sealed: {
    found: 'un fichier qu’age a chiffré pour une autre clé',
    next: (path) =>
      `Si c’est une clé privée : age -d -i CLÉ -o FICHIER ${shellWord(path)}, puis définissez RACCORD_IDENTITY=FICHIER.`,
  },
  plugin: { found: 'la clé d’un greffon age (clé matérielle)', next: () => noPlugin(command) },
  'public-key': {
    found: 'une clé publique (age1…), qui scelle mais n’ouvre pas',
    next: () => 'Indiquez dans RACCORD_IDENTITY le fichier de la clé privée correspondante.',
  },
  'damaged-key': {
    found: 'une ligne AGE-SECRET-KEY-… incomplète ou mal saisie',
    next: () => 'Copiez à nouveau la ligne entière, depuis une autre copie de la clé.',
  },
  'utf-16-unmarked': { found: 'de l’UTF-16 sans marque d’ordre', next: () => SAVE },
  'not-utf-8': { found: 'des octets qui ne sont pas du texte en UTF-8', next: () => SAVE },
  folder: {
    found: 'un dossier',
    next: () => 'Indiquez dans RACCORD_IDENTITY le fichier qu’il contient.',
  },
  empty: { found: 'aucune ligne, hors commentaires', next: () => makeOne(command) },
  other: { found: 'autre chose qu’une clé', next: () => makeOne(command) },
});

/** Messages for errors with keys, in French. */
export const keyErrorTextsFr = (command: WriteCommand): KeyErrorTexts => ({
  RECIPIENT_INVALID: ({ recipient, reason }) =>
    reason === 'plugin'
      ? {
          what: 'Cette clé publique est celle d’un greffon age (clé matérielle) : raccord ne peut pas sceller pour elle.',
          found: `« ${recipient} »`,
          next: noPlugin(command),
        }
      : {
          what: 'Ceci n’est pas une clé publique age.',
          found: `« ${recipient} » : ${reason}`,
          next: recipient.startsWith('ssh-')
            ? noSsh(command)
            : `Utilisez des clés qui commencent par age1 (« ${command('keys', 'init')} » et age-keygen en affichent) ; dans RACCORD_RECIPIENTS, séparez-les par des virgules.`,
        },
  IDENTITY_MISSING: ({ path, found }) =>
    found === undefined
      ? {
          what: 'La clé privée qui ouvre les identifiants n’est pas ici.',
          expected: path,
          next: 'Lancez cette commande là où se trouve la clé, ou indiquez son fichier dans RACCORD_IDENTITY.',
        }
      : {
          what: 'Ce fichier ne contient aucune clé privée avec laquelle raccord puisse ouvrir les identifiants.',
          expected: `une ligne AGE-SECRET-KEY-1… dans ${path}`,
          found: identityFaults(command)[found].found,
          next: identityFaults(command)[found].next(path),
        },
  KEY_FILE_TAKEN: ({ path }) => ({
    what: 'Un fichier de ce nom existe déjà ; raccord ne remplace jamais une clé.',
    found: path,
    next: 'Choisissez un autre nom.',
  }),
  KEY_UNWRITABLE: ({ path, reason }) => ({
    what: 'La clé n’a pas pu être écrite.',
    found: `${path} : ${reason}`,
    next: 'Vérifiez que le dossier existe et que vous pouvez y écrire (et, pour un disque amovible, qu’il est monté).',
  }),
  KEY_UNCHANGED: ({ path }) => ({
    what: 'La nouvelle clé est celle qui est déjà utilisée.',
    found: path,
    next: 'Donnez à --new-identity un fichier qui n’existe pas encore ; laissez l’ancienne clé dans RACCORD_IDENTITY jusqu’à la fin de la rotation.',
  }),
  KEYS_KNOWN: ({ path }) => ({
    what: 'Ce RACCORD_HOME a déjà ses clés.',
    found: path,
    next: `« ${command('keys', 'init', '--spare', 'FICHIER')} » ajoute une clé de secours, « ${command('keys', 'rotate', '--new-identity', 'FICHIER')} » remplace l’ancienne par une nouvelle.`,
  }),
  RECIPIENTS_MISSING: ({ path }) => ({
    what: 'Il n’y a aucune clé publique pour laquelle sceller.',
    found: path,
    next: `Définissez RACCORD_RECIPIENTS, ou lancez « ${command('keys', 'init')} » pour fabriquer une paire.`,
  }),
  RECIPIENT_NOT_IN_FORCE: ({ recipient, present }) => ({
    what: 'Rien n’est scellé pour la clé à remplacer.',
    expected: recipient,
    found: present.join(', '),
    next: `« ${command('keys', 'show')} » liste les clés en vigueur.`,
  }),
  RESEAL_STOPPED: ({ path, reason }) => ({
    what: 'Un identifiant n’a pas pu être rescellé ; il reste intact, scellé pour ses anciennes clés.',
    found: `${path} : ${reason}`,
    next: 'Libérez de la place ou corrigez les droits de ce dossier, puis relancez la même commande : elle reprend.',
  }),
});

/** Texts of `raccord keys`, in French. */
export const keysTextsFr = (command: WriteCommand): Texts['keys'] => ({
  help: {
    keys: 'gérer les clés qui scellent et ouvrent les identifiants',
    init: 'fabriquer une paire de clés, et une de secours',
    initOutput: 'fichier de la clé privée (sinon : RACCORD_HOME)',
    spare: 'fabriquer une seconde paire, clé privée dans ce fichier',
    recipient: 'sceller aussi pour cette clé publique (age1…)',
    show: 'montrer les clés utilisées, et ce que la vôtre ouvre',
    rotate: 'resceller chaque identifiant pour les clés en vigueur',
    newIdentity: 'fabriquer d’abord une paire, qui remplace votre clé',
    replace: 'remplacer cette clé publique plutôt que la vôtre',
    dryRun: 'montrer ce qui serait fait, sans rien changer',
  },
  privateKey: (file, recipient) => `Clé privée : ${file}\n  sa clé publique : ${recipient}`,
  spareKey: (file, recipient) =>
    `Clé privée de secours : ${file}\n  sa clé publique : ${recipient}`,
  sealedTo: (count, place) => `Scellé pour ${count} clé(s), gardées dans ${place} :`,
  next: 'Ensuite :',
  moveAway: (file) =>
    `- Mettez ${file} en lieu sûr, hors de ce poste : quiconque la détient peut ouvrir tous les identifiants. Là où vous la gardez, définissez RACCORD_IDENTITY=FICHIER`,
  moveSpare: (file) =>
    `- Mettez ${file} dans un autre lieu sûr (coffre, tiroir fermé) : elle servira le jour où la première sera perdue.`,
  elsewhere: (recipients) =>
    `- Un poste qui relève des identifiants n’a besoin que des clés publiques : RACCORD_RECIPIENTS=${recipients}`,
  beaten: (source, recipients) =>
    `! RACCORD_RECIPIENTS (${source}) l’emporte sur les clés de ce dossier : tant que vous ne la changez pas, rien n’est scellé pour celles-ci. Valeur à indiquer : ${recipients}`,
  rotateNow: (count) =>
    `- ${count} identifiant(s) scellé(s) auparavant : « ${command('keys', 'rotate')} » les scelle aussi pour ces clés.`,
  sources: {
    none: `Il n’y a pas encore de clé : « ${command('keys', 'init')} » fabrique une paire ; sinon, le premier passage s’en charge.`,
    inForce: (place) => `Scellé, selon ${place}, pour :`,
  },
  faults: identityFaults(command),
  identity: {
    missing: (file) => `Clé privée : aucune à ${file} (nécessaire pour ouvrir, pas pour sceller)`,
    unusable: (file, code) => `Clé privée : ${file} n’est pas utilisable (${code})`,
    yours: (file) => `Clé privée : ${file}`,
    isRecipient: 'une des clés utilisées pour sceller',
    notRecipient:
      'PAS une des clés utilisées pour sceller : elle n’ouvre pas ce qui est relevé maintenant',
  },
  counts: {
    none: 'Aucun identifiant n’a encore été relevé ici.',
    all: (count) => `Identifiants : ${count}`,
    opened: (count) => `  ${count} ouverts par cette clé privée`,
    refused: (count) => `  ${count} scellés pour d’autres clés`,
    unopened: (count) => `  ${count} intacts, non ouverts faute de clé privée`,
    damaged: (count) => `  ${count} endommagés (« ${command('status')} » dit lesquels)`,
    resealed: (count) => `  ${count} rescellés pour ces clés exactement par « keys rotate »`,
    silent: '  (Pour les autres, un fichier age ne dit pas pour quelles clés il est scellé.)',
  },
  rotated: (count, already, keys) =>
    `${count} identifiant(s) rescellé(s) pour ${keys} clé(s) ; ${already} l’étaient déjà.`,
  wouldRotate: (count, already, keys) =>
    `${count} identifiant(s) seraient rescellés pour ${keys} clé(s) ; ${already} le sont déjà. Rien n’a été changé.`,
  refused: (count, file) =>
    `! ${count} identifiant(s) ne s’ouvrent pas avec ${file} et restent tels quels. Un fichier de clé peut en contenir plusieurs, une par ligne : ajoutez celle pour laquelle ils sont scellés, puis relancez.`,
  keepOld: (file) =>
    `- Gardez ${file} jusqu’à ce que « ${command('keys', 'show')} » indique que la nouvelle clé ouvre tout ; supprimez-la alors, ainsi que ses copies. raccord ne supprime jamais une clé. Les sauvegardes du coffre s’ouvrent encore avec elle.`,
  useNew: (file) => `- Désormais : RACCORD_IDENTITY=${shellWord(file)}`,
  changeRecipients: (source, recipients) =>
    `! RACCORD_RECIPIENTS (${source}) contient encore l’ancienne clé : ce qui est relevé est scellé pour elle jusqu’à ce que vous définissiez RACCORD_RECIPIENTS=${recipients}`,
  everywhere: (recipients) =>
    `- Sur chaque poste qui relève des identifiants pour cette clé : RACCORD_RECIPIENTS=${recipients}`,
});
