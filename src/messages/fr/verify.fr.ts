import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { Texts } from '../texts.ts';

/** Texts of `raccord verify`, in French. */
export const verifyTextsFr = (command: WriteCommand): Texts['verify'] => ({
  help: {
    verify: 'vérifier les identifiants relevés avec l’API officielle',
    siret: 'ces établissements seulement, 14 chiffres chacun',
    all: 'tous les identifiants en vigueur (comme sans --siret)',
    pisteOnly: 'vérifier seulement l’application PISTE ; sans clé',
    after: 'vérifier l’identifiant une fois actif ; un seul JSON',
    noWait: 'dire quand un nouveau compte marchera, sans attendre',
    note: '\nL’application PISTE : CHORUS_PISTE_CLIENT_ID, CHORUS_PISTE_CLIENT_SECRET.',
  },
  outcome: 'Résultat',
  outcomes: {
    works: 'fonctionne',
    'not-attached': 'structure non rattachée',
    'too-young': 'compte trop récent',
    'application-refused': 'application PISTE refusée',
    'not-subscribed': 'API non souscrite',
    'account-refused': 'compte technique refusé',
    unclear: 'incertain, à réessayer',
    'rate-limited': 'trop de requêtes',
    unavailable: 'API du portail en panne',
    'certificate-refused': 'certificat non accepté',
    'proxy-refused': 'refusé par le proxy',
    unexpected: 'réponse inattendue',
    'not-tried': 'non essayé',
    'not-opened': 'non ouvert',
    'application-works': 'l’application PISTE fonctionne',
  },
  tooYoung: (minutes) => `compte trop récent, réessayer dans ${minutes} min`,
  notes: {
    'application-refused': ({ attempts, seconds }) =>
      `PISTE ne donne pas de jeton à cette application : refusée ${attempts} fois en ${seconds} s. Vérifiez CHORUS_PISTE_CLIENT_ID et CHORUS_PISTE_CLIENT_SECRET (sur piste.gouv.fr « OAuth Credentials », et non « API Keys »), et que l’application est bien de cet environnement (CHORUS_ENV) : la production et le bac à sable ont chacun les leurs.`,
    'not-subscribed': ({ refusedApis }) =>
      `PISTE refuse à l’application l’accès à ces API : ${refusedApis.join(', ')}. Sur piste.gouv.fr, acceptez les conditions d’utilisation, cochez les API pour l’application, et vérifiez que le raccordement de la structure porte le nom de l’application.`,
    'account-refused': () =>
      'Le login et le mot de passe ne sont pas acceptés : faux, changés ailleurs ou expirés. Vérifiez le compte sur le portail.',
    unclear: ({ at, status }) =>
      `Refusé à « ${at} » (HTTP ${status}) plusieurs fois, même avec un nouveau jeton, sans mention du login ni du mot de passe. PISTE le fait aussi pour des comptes valables : cela ne dit rien du compte ; réessayez plus tard.`,
    'rate-limited': ({ retryAfterSeconds }) =>
      retryAfterSeconds === undefined
        ? 'PISTE limite les requêtes. Réessayez plus tard.'
        : `PISTE limite les requêtes. Réessayez dans ${retryAfterSeconds} s.`,
    unavailable: ({ at, cause, status, page }) =>
      `${cause === 'name' ? `À « ${at} » le nom du serveur n’est pas résolu : vérifiez le réseau, son DNS, et s’il faut un proxy (HTTPS_PROXY).` : cause === 'proxy' ? `À « ${at} » le proxy de HTTPS_PROXY ne répond pas, ou n’atteint pas le serveur${status === undefined ? '' : ` (HTTP ${status})`}.` : page === undefined ? `Pas de réponse valable à « ${at} » (${status === undefined ? cause : `${cause}, HTTP ${status}`}).` : `À « ${at} », la réponse est une page web et non celle de l’API (${page === '' ? 'sans titre' : `« ${page} »`}, HTTP ${status ?? '?'}) : un proxy, un filtre ou une page de maintenance.`} Cela ne dit rien du compte ; réessayez plus tard.`,
    'certificate-refused': ({ at, code }) =>
      `À « ${at} » le certificat du serveur n’est pas accepté (${code}) ; rien n’a été envoyé. Si un proxy inspecte les échanges, ou pour une autorité privée, indiquez son certificat (PEM) dans NODE_EXTRA_CA_CERTS.`,
    'proxy-refused': ({ at, status }) =>
      `À « ${at} » le proxy refuse (HTTP ${status}) ; rien n’a été envoyé au serveur. ${status === 407 ? 'Indiquez l’utilisateur et le mot de passe dans HTTPS_PROXY (http://utilisateur:motdepasse@hôte:port), les caractères comme @ étant encodés avec %.' : 'Faites ouvrir l’accès à cet hôte, ou ajoutez-le à NO_PROXY s’il se joint sans proxy.'} « ${command('doctor')} » montre par où passe chaque hôte.`,
    unexpected: ({ at, cause, status, messageCode, message, meaning }) =>
      `À « ${at} » la réponse n’est pas connue (${[cause, `HTTP ${status}`, messageCode, message].filter((part) => part !== undefined).join(', ')}).${meaning === 'not-entitled' ? ' Le compte n’a pas ce droit : vérifiez ses habilitations et sa structure sur le portail ;' : cause === 'refusal' ? ' Le compte a été accepté, mais la demande est refusée :' : at === 'token' ? ' C’est la réponse du serveur de jetons : vérifiez CHORUS_PISTE_OAUTH_URL, l’application et sa portée (openid) ;' : ' Vérifiez CHORUS_PISTE_API_URL ;'} --json montre chaque requête.`,
  },
  tooYoungNote: (at) => `Pas encore vérifié : réessayez à partir de ${at}.`,
  notAttached: (status) =>
    status === undefined
      ? 'Le compte fonctionne, mais pas pour cette structure. Rattachez-le sur le portail.'
      : `Le compte fonctionne, mais son rattachement à cette structure est ${status}.`,
  notTried: 'Non essayé : ce qui a arrêté le précédent l’aurait arrêté aussi.',
  sees: (structures, more) =>
    structures.length === 0
      ? 'ne voit aucune structure'
      : `voit ${structures.map(({ name, siret, id }) => [name, siret ?? id].filter((part) => part !== undefined).join(' ')).join(' ; ')}${more > 0 ? ` et ${more} autre${more > 1 ? 's' : ''}` : ''}`,
  unproven: 'Son rattachement à cette structure n’a pas pu être vérifié.',
  refusedApis: (apis) => `L’application n’a pas souscrit à : ${apis.join(', ')}.`,
  waiting: {
    'too-young': (siret, minutes) =>
      `${siret} : le compte est récent ; attente de ${minutes} min avant qu’il puisse fonctionner.`,
    'rate-limited': (siret, seconds) =>
      `${siret} : PISTE limite les requêtes ; attente de ${seconds} s.`,
  },
  left: {
    what: 'Interrompu avant la vérification de tous les mots de passe.',
    next: `« ${command('verify')} » vérifie ceux qui restent.`,
  },
  notSettled: (siret, login) =>
    `${siret} : ce seul résultat ne tranche pas pour le mot de passe de ${login} ; son état ne change pas.`,
  summary: (works, all) => `${works} sur ${all} fonctionnent.`,
  lastRequest: ({ request, status, silenceCode, silence }) =>
    `${request} : ${status === undefined ? (silenceCode ?? silence ?? '') : `HTTP ${status}`}`,
});
