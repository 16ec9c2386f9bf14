import type { SecretSource } from '../domain/config-problem.ts';
import { configLineFr } from './config-line-fr.ts';
import type { ConfigTexts } from './config-texts.ts';

const SINGLE = "écrivez-la telle quelle dans .env entre apostrophes ('…')";
const RETYPE = 'saisissez-la à nouveau au lieu de la coller';

const ONE_LINE: Readonly<Record<SecretSource, string>> = {
  value: 'ne donnez que la ligne qui est le secret',
  file: 'ne laissez dans le fichier que la ligne qui est le secret',
  command: 'que la commande n’affiche que le secret, par exemple avec « | head -n 1 » à la fin',
};

/** What is told of configuration, in French. */
export const configTextsFr: ConfigTexts = {
  line: configLineFr,
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
  'not-expanded': () => 'n’est pas développée : écrivez le chemin entier, sans variables',
  'line-not-read': ({ line }) =>
    `la ligne ${line} n’est pas comprise : écrivez NOM=valeur, ou # devant`,
  misspelt: ({ meant }) => `personne ne lit cette variable : il faut ${meant}`,
  'only-secrets': ({ meant }) =>
    `personne ne lit cette variable, seuls les secrets l’ont : donnez ${meant}`,
  'unknown-name': () => 'personne ne lit cette variable : voyez son nom dans LISEZMOI',
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
  'shared-by-profiles': ({ names }) =>
    `est le même dans ${names.join(' et ')} : un dossier, et un administrateur, sont à un seul profil`,
  'not-absolute': () => 'écrivez le chemin entier : un profil sert depuis n’importe quel dossier',
  'read-too-late': () =>
    'donnez-la dans l’environnement, ou utilisez --profile : ce fichier est lu après elle',
  'utf-16': () => 'est en UTF-16 : enregistrez-le en UTF-8',
  'first-line-taken': ({ lines }) =>
    `la première de ${lines} lignes est prise, là où pass met les secrets`,
  'space-at-end': () => 'commence ou finit par une espace, qui compte comme une partie du secret',
  'looks-garbled': () =>
    'semble abîmée par un encodage : vérifiez que c’est voulu, ou enregistrez sa source en UTF-8',
  'letters-in-parts': () =>
    'a des lettres dont l’accent est un signe à part, ce qu’aucun clavier ne tape : si elle est refusée, saisissez-la à nouveau',
};
