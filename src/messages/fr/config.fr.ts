import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { CronField, Expectation, SecretSource } from '../../errors/config-problem.ts';
import type { ConfigTexts } from '../config-texts.ts';

const SINGLE = "écrivez-la telle quelle dans .env entre apostrophes ('…')";
const RETYPE = 'ressaisissez-la au lieu de la coller';

const ONE_LINE: Readonly<Record<SecretSource, string>> = {
  value: 'ne donnez que la ligne du secret',
  file: 'ne laissez dans le fichier que la ligne du secret',
  command:
    'faites que la commande n’affiche que le secret, par exemple avec « | head -n 1 » à la fin',
};

const EXPECTED: Readonly<Record<Expectation, string>> = {
  'time-span': 'attendu : une durée comme 90s ou 2m',
  'time-span-not-nothing': 'attendu : une durée supérieure à zéro',
  'time-span-of-a-day': 'attendu : une durée d’au moins 1d',
  hosts: 'attendu : des noms d’hôte, ou *.hôte',
  'web-address': 'attendu : une adresse web',
  https: 'attendu : une adresse https',
  'no-user-name': 'attendu : une adresse sans nom d’utilisateur',
  'no-password': 'attendu : une adresse sans mot de passe',
  text: 'ne doit pas être vide',
  email: 'attendu : une adresse électronique',
  emails: 'attendu : des adresses électroniques',
  'age-keys': 'attendu : des clés publiques age (age1…)',
  otpauth: 'attendu : une adresse otpauth://totp avec SHA1, 6 chiffres et 30 secondes',
  base32: 'attendu : un secret en base32',
  phone:
    'attendu : un numéro de téléphone avec son premier 0 ou + ; entre guillemets s’il risque d’être lu comme un nombre',
  'time-zone': 'attendu : un fuseau horaire que ce système connaît, comme Europe/Paris',
  'vault-path': 'attendu : des noms séparés par /, faits de lettres, de chiffres, de -, _, . et @',
  'once-n': 'attendu : un texte où {n} figure une fois',
  'once-siret': 'attendu : un chemin où {siret} figure une fois',
  'plain-word': 'attendu : un seul mot, en caractères ASCII',
  'sixteen-characters': 'attendu : au moins 16 caractères',
  'mail-server':
    'attendu : une adresse comme smtps://utilisateur:motdepasse@hote, où les caractères comme @ et / sont encodés avec %',
  database:
    'attendu : une adresse comme postgresql://utilisateur:motdepasse@hote/base, où les caractères comme @ et / sont encodés avec %',
  'schema-alone':
    'attendu : pas d’autre paramètre que schema, un nom fait de minuscules, de chiffres et de _',
  'ip-address': 'attendu : une adresse de ce poste, comme 127.0.0.1 ou ::1',
  proxy:
    'attendu : une adresse comme http://utilisateur:motdepasse@proxy.exemple.fr:3128, où les caractères comme @, / et # sont encodés avec %',
};

const CRON_FIELD: Readonly<Record<CronField, string>> = {
  second: 'des secondes (0-59)',
  minute: 'des minutes (0-59)',
  hour: 'des heures (0-23)',
  day: 'des jours du mois (1-31)',
  month: 'des mois (1-12 ou JAN-DEC)',
  weekday: 'des jours de la semaine (0-7 ou SUN-SAT)',
};

const JSON_TYPE: Readonly<Record<string, string>> = {
  string: 'un texte entre guillemets doubles',
  array: 'une liste : […]',
  object: 'un objet : {…}',
  number: 'un nombre',
  boolean: 'true ou false',
};

/** Configuration messages in French. */
export const configTextsFr = (command: WriteCommand): ConfigTexts => ({
  or: (others) => `ou ${others.join(', ')}`,
  missing: () => 'manque',
  'no-environment': () => 'manque : indiquez qualification (structures fictives) ou production',
  'given-twice': () => 'n’en définissez qu’une',
  'two-environments': () =>
    'l’une relève de production, une autre de qualification : faites-leur désigner le même environnement',
  'not-from-dot-env': () => 'définissez-la dans l’environnement : Node ne la lit pas dans .env',
  'no-such-file': () => 'ce fichier n’existe pas',
  'command-failed': ({ exit }) => `la commande a échoué (code ${exit})`,
  'command-too-slow': ({ seconds }) =>
    `la commande ne s’est pas terminée en ${seconds} s ; elle attend peut-être une personne`,
  'open-to-others': ({ path, mode, mend }) =>
    `d’autres peuvent lire ${path} (mode ${mode}) : ${mend}`,
  expected: ({ what }) => EXPECTED[what],
  'https-for': ({ host, sent }) =>
    `attendu : https pour ${host}, puisqu’${sent === 'password' ? 'un mot de passe y est saisi' : 'on y envoie des secrets'}`,
  'one-of': ({ values }) => `attendu : l’une des valeurs ${values.join(', ')}`,
  invalid: () => 'n’est pas valable',
  'needed-without-terminal': () => 'nécessaire sans terminal',
  'needs-headed': () => 'exige --headed',
  'needs-terminal': () => 'exige un terminal interactif',
  'unreadable-file': ({ reason }) => `ne peut pas être lu (${reason})`,
  'not-utf-8': () => 'n’est pas en UTF-8 (peut-être Windows-1252) : enregistrez-le en UTF-8',
  'utf-16-unmarked': () => 'est en UTF-16 sans marque d’ordre : enregistrez-le en UTF-8',
  'control-character': ({ sign }) =>
    `la valeur contient un caractère de contrôle (${sign}) : retirez-le ; si c’était une barre oblique inverse, ${SINGLE}`,
  'replacement-character': () =>
    'la valeur contient un caractère perdu dans un autre encodage (U+FFFD) : enregistrez sa source en UTF-8 et réécrivez-la',
  'invisible-character': ({ sign }) =>
    `la valeur contient un caractère invisible (${sign}) : ${RETYPE}`,
  'several-lines': ({ lines, from }) => `a ${lines} lignes : ${ONE_LINE[from]}`,
  'cut-at-hash': () =>
    `sans apostrophes, un # commence un commentaire et coupe la valeur : ${SINGLE}`,
  'quote-open': () =>
    'les guillemets ne se ferment pas là où finit la valeur : écrivez-la entre apostrophes, ou dans un fichier (NOM_FILE)',
  'backslash-in-quotes': () =>
    `une barre oblique inverse entre guillemets a plusieurs sens : ${SINGLE}`,
  'typographic-quotes': () =>
    "les guillemets typographiques ne servent pas de guillemets : écrivez ' ou rien",
  'in-quotes': () =>
    `la valeur est entre guillemets, qui en font ici partie (comme avec docker --env-file) : retirez-les ; s’ils en font vraiment partie, ${SINGLE}`,
  'comment-in-value': () =>
    'la valeur contient un commentaire #, qui en fait ici partie (comme avec docker --env-file) : retirez-le ; s’il en fait vraiment partie, écrivez-la dans .env entre apostrophes, ou dans un fichier',
  'not-the-secret-alone': () =>
    'contient autre chose que le secret (NOM=valeur, ou JSON) : n’y laissez que le secret',
  'not-expanded': () => 'n’est pas développée : écrivez-la en entier, sans variables',
  'line-not-read': ({ line }) =>
    `la ligne ${line} n’est pas comprise : écrivez NOM=valeur, ou # au début`,
  'not-for-dot-env': () =>
    'ne peut pas être écrite telle quelle dans .env : mettez-la dans un fichier à elle (NOM_FILE)',
  misspelt: ({ meant }) => `variable inconnue : utilisez ${meant}`,
  'only-secrets': ({ meant }) =>
    `variable inconnue, car seuls les secrets ont cette forme : définissez ${meant}`,
  'profile-name': () =>
    'doit être un nom fait de lettres, de chiffres, de « . », « - » et « _ » : celui d’un fichier du dossier des profils, sans .env',
  'no-profile': ({ file, present }) =>
    `${file} n’existe pas${present.length === 0 ? '' : ` ; profils existants : ${present.join(', ')}`}`,
  'one-profile-alone': () => 'cette commande n’en accepte qu’un',
  'profile-in-name': () =>
    'avec plusieurs profils, mettez {profile} dans le nom : chacun a son propre fichier',
  'not-with-profiles': () => 'ne s’utilise qu’avec un seul profil',
  'of-one-profile': () =>
    'vaudrait pour tous les profils : définissez-la dans le fichier de chacun, et retirez-la de l’environnement',
  'one-for-all-profiles': () => 'diffère d’un profil à l’autre : une page n’a qu’un jeton',
  'shared-by-profiles': ({ names }) =>
    `est le même dans ${names.join(' et ')} : un dossier, un registre et un administrateur appartiennent à un seul profil`,
  'not-absolute': () =>
    'écrivez le chemin complet : un profil s’utilise depuis n’importe quel dossier',
  'read-too-late': () =>
    'définissez-la dans l’environnement, ou utilisez --profile : ce fichier est lu trop tard pour elle',
  'not-json': ({ line }) =>
    `n’est pas du JSON valide${line === undefined ? '' : ` (ligne ${line})`} : vérifiez guillemets, virgules et accolades`,
  'json-type': ({ expected }) => `attendu : ${JSON_TYPE[expected] ?? expected}`,
  'json-unknown': ({ names }) => `inconnu : ${names.join(', ')}`,
  'too-long': ({ most }) => `attendu : ${most} caractères au plus`,
  'not-to-be-taught': () =>
    'ne peut pas être montré : cela pourrait changer quelque chose sur le portail',
  'cron-fields': ({ count }) =>
    `${count} champ${count > 1 ? 's' : ''} ; attendu : 5 (minute, heure, jour, mois, jour de la semaine), ou 6 avec les secondes en premier, comme « 0 22 * * 1-5 »`,
  'cron-field': ({ field, text }) =>
    `« ${text} » n’est pas compris ; attendu : ${CRON_FIELD[field]}, sous la forme *, d’un nombre, d’une plage (1-5), d’une liste (1,3) ou d’un pas (*/2)`,
  'cron-never': () => 'ce moment n’arrive jamais',
  'cron-too-long': ({ most }) =>
    `une ligne de plus de ${most} octets, que cron refuse : écrivez les variables dans « .env » ou le fichier du profil et retirez-les d’ici, ou faites lancer par cron un script qui contient cette ligne`,
  'line-break': () => 'contient un retour à la ligne ou un autre caractère de contrôle',
  'not-scheduled': ({ commands }) =>
    `cette commande ne peut pas être planifiée (possibles : ${commands.join(', ')})`,
  'unknown-argument': () => 'argument inconnu',
  'no-report': () => 'aucun rapport',
  'not-installed': ({ what }) => `n’est pas installé ici : npm install ${what}`,
  'not-one-database': () => 'diffère dans ce profil : un worker ne sert qu’une file',
  'no-ledger': ({ home }) => `pas de registre dans ${home}`,
  'ledger-beside': ({ file }) =>
    `ce RACCORD_HOME a déjà son propre registre, ${file} : « ${command('ledger', 'move')} » l’y transfère`,
  'ledger-moved': ({ home }) => `manque, alors que le registre de ${home} y a été transféré`,
  'database-not-in-backups': () =>
    'le registre et tous les identifiants scellés sont dans cette base : c’est elle qu’il faut sauvegarder et restaurer (docs/several-machines.md)',
  'unknown-name': ({ nearest }) =>
    nearest === undefined
      ? 'variable inconnue : LISEZMOI les liste toutes'
      : `variable inconnue : vouliez-vous dire ${nearest} ?`,
  'home-in-folder': ({ folder }) =>
    `non définie : ${folder} de ce dossier continue de servir ; définissez-la pour utiliser le même dossier de travail partout`,
  'utf-16': () => 'est en UTF-16 : enregistrez-le en UTF-8',
  'first-line-taken': ({ lines }) =>
    `seule la première des ${lines} lignes est prise : pass y met le secret`,
  'space-at-end': () => 'commence ou finit par une espace, qui fait partie du secret',
  'looks-garbled': () =>
    'semble altérée par un mauvais encodage : vérifiez-la, ou enregistrez sa source en UTF-8',
  'letters-in-parts': () =>
    'contient des accents écrits comme des caractères à part, qu’aucun clavier ne produit : si elle est refusée, ressaisissez-la',
});
