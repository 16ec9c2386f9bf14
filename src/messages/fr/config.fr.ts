import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { Expectation, SecretSource } from '../../errors/config-problem.ts';
import type { ConfigTexts } from '../config-texts.ts';

const SINGLE = "écrivez-la telle quelle dans .env entre apostrophes ('…')";
const RETYPE = 'saisissez-la à nouveau au lieu de la coller';

const ONE_LINE: Readonly<Record<SecretSource, string>> = {
  value: 'ne donnez que la ligne qui est le secret',
  file: 'ne laissez dans le fichier que la ligne qui est le secret',
  command: 'que la commande n’affiche que le secret, par exemple avec « | head -n 1 » à la fin',
};

const EXPECTED: Readonly<Record<Expectation, string>> = {
  'time-span': 'attendu : une durée comme 90s ou 2m',
  'time-span-not-nothing': 'attendu : une durée plus longue que rien',
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
    'attendu : un numéro de téléphone avec son premier 0 ou + ; entre guillemets s’il est donné comme un nombre',
  'time-zone': 'attendu : un fuseau horaire que ce système connaît, comme Europe/Paris',
  'vault-path': 'attendu : des noms séparés par /, faits de lettres, de chiffres, de -, _, . et @',
  'once-n': 'attendu : un texte où {n} figure une fois',
  'once-siret': 'attendu : un chemin où {siret} figure une fois',
  'plain-word': 'attendu : un seul mot, de lettres et de signes sans accents',
  'sixteen-characters': 'attendu : au moins 16 caractères',
  'mail-server':
    'attendu : une adresse comme smtps://utilisateur:motdepasse@hote, où les signes comme @ et / sont écrits avec %',
  database:
    'attendu : une adresse comme postgresql://utilisateur:motdepasse@hote/base, où les signes comme @ et / sont écrits avec %',
  'schema-alone':
    'attendu : pas d’autre paramètre que schema, un nom fait de minuscules, de chiffres et de _',
  'ip-address': 'une adresse de cette machine est attendue, comme 127.0.0.1 ou ::1',
  proxy:
    'attendu : une adresse comme http://utilisateur:motdepasse@proxy.exemple.fr:3128, où les signes comme @, / et # sont écrits avec %',
};

/** Configuration messages in French. */
export const configTextsFr = (command: WriteCommand): ConfigTexts => ({
  or: (others) => `ou ${others.join(', ')}`,
  missing: () => 'manque',
  'no-environment': () => 'manque : qualification (structures fictives) ou production',
  'given-twice': () => 'n’en donnez qu’une',
  'not-from-dot-env': () => 'donnez-la dans l’environnement : Node ne la lit pas dans .env',
  'no-such-file': () => 'ce fichier n’existe pas',
  'command-failed': ({ exit }) => `la commande a échoué (code ${exit})`,
  'open-to-others': ({ path, mode, mend }) =>
    `d’autres peuvent lire ${path} (mode ${mode}) : ${mend}`,
  expected: ({ what }) => EXPECTED[what],
  'https-for': ({ host, sent }) =>
    `attendu : https pour ${host}, puisqu’${sent === 'password' ? 'un mot de passe y est saisi' : 'on y envoie des secrets'}`,
  'one-of': ({ values }) => `attendu : l’une des valeurs ${values.join(', ')}`,
  invalid: () => 'n’est pas valable',
  'needed-without-terminal': () => 'il le faut, sans terminal',
  'needs-headed': () => 'demande --headed',
  'needs-terminal': () => 'demande un terminal où quelqu’un répond',
  'unreadable-file': ({ reason }) => `ne peut pas être lu (${reason})`,
  'not-utf-8': () => 'n’est pas en UTF-8 (peut-être Windows-1252) : enregistrez-le en UTF-8',
  'utf-16-unmarked': () => 'est en UTF-16 sans marque d’ordre : enregistrez-le en UTF-8',
  'control-character': ({ sign }) =>
    `la valeur contient un caractère de contrôle (${sign}) : retirez-le ; si c’était une barre oblique inverse, ${SINGLE}`,
  'replacement-character': () =>
    'la valeur contient un caractère perdu dans un autre encodage (U+FFFD) : enregistrez sa source en UTF-8 et écrivez-la à nouveau',
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
    "les guillemets typographiques ne comptent pas : écrivez ' ou rien du tout",
  'in-quotes': () =>
    `la valeur est entre guillemets, qui comptent ici comme une partie d’elle (ainsi de docker --env-file) : retirez-les ; s’ils en sont une, ${SINGLE}`,
  'comment-in-value': () =>
    'la valeur contient un commentaire #, que l’environnement (docker --env-file) prend pour une partie d’elle : retirez-le ; une valeur qui en a va dans .env entre apostrophes, ou dans un fichier',
  'not-the-secret-alone': () =>
    'donne autre chose que le secret seul (NOM=valeur, ou JSON) : n’y laissez que le secret',
  'not-expanded': () => 'n’est pas développée : écrivez-la en entier, sans variables',
  'line-not-read': ({ line }) =>
    `la ligne ${line} n’est pas comprise : écrivez NOM=valeur, ou # devant`,
  'not-for-dot-env': () =>
    'ne peut pas être écrite telle quelle dans .env : mettez-la dans un fichier à elle (NOM_FILE)',
  misspelt: ({ meant }) => `personne ne lit cette variable : il faut ${meant}`,
  'only-secrets': ({ meant }) =>
    `personne ne lit cette variable, seuls les secrets l’ont : donnez ${meant}`,
  'profile-name': () =>
    'prend un nom fait de lettres, de chiffres, de « . », « - » et « _ » : celui d’un fichier du dossier des profils, sans .env',
  'no-profile': ({ file, present }) =>
    `${file} n’existe pas${present.length === 0 ? '' : ` ; il y a : ${present.join(', ')}`}`,
  'one-profile-alone': () => 'cette commande n’en prend qu’un',
  'profile-in-name': () =>
    'avec plusieurs profils, mettez {profile} dans le nom : chacun a son propre fichier',
  'not-with-profiles': () => 'pour un seul profil',
  'of-one-profile': () =>
    'vaudrait pour tous les profils : écrivez-la dans le fichier de chacun, et retirez-la de l’environnement',
  'one-for-all-profiles': () =>
    'n’est pas le même dans tous les profils : une page n’a qu’un jeton',
  'shared-by-profiles': ({ names }) =>
    `est le même dans ${names.join(' et ')} : un dossier, un registre et un administrateur sont à un seul profil`,
  'not-absolute': () => 'écrivez le chemin entier : un profil sert depuis n’importe quel dossier',
  'read-too-late': () =>
    'donnez-la dans l’environnement, ou utilisez --profile : ce fichier est lu après elle',
  'not-installed': ({ what }) => `n’est pas installé ici : npm install ${what}`,
  'not-one-database': () => 'diffère dans ce profil : un worker ne sert qu’une file',
  'no-ledger': ({ home }) => `pas de registre dans ${home}`,
  'ledger-beside': ({ file }) =>
    `ce RACCORD_HOME a déjà un registre à lui, ${file} : « ${command('ledger', 'move')} » l’y porte`,
  'ledger-moved': ({ home }) => `manque, et le registre de ${home} y a été porté`,
  'database-not-in-backups': () =>
    'le registre et tous les identifiants scellés sont dans cette base : sauvegardez-la et restaurez-la elle-même (docs/several-machines.md)',
  'unknown-name': ({ nearest }) =>
    nearest === undefined
      ? 'personne ne lit cette variable : LISEZMOI a tous les noms'
      : `personne ne lit cette variable : vouliez-vous dire ${nearest} ?`,
  'home-in-folder': ({ folder }) =>
    `non donnée : ${folder} de ce dossier continue de servir ; donnez-la pour travailler partout sur le même dossier`,
  'utf-16': () => 'est en UTF-16 : enregistrez-le en UTF-8',
  'first-line-taken': ({ lines }) =>
    `la première de ${lines} lignes est prise, là où pass met les secrets`,
  'space-at-end': () => 'commence ou finit par une espace, qui compte comme une partie du secret',
  'looks-garbled': () =>
    'semble abîmée par un encodage : vérifiez que c’est voulu, ou enregistrez sa source en UTF-8',
  'letters-in-parts': () =>
    'a des lettres dont l’accent est un signe à part, ce qu’aucun clavier ne tape : si elle est refusée, saisissez-la à nouveau',
});
