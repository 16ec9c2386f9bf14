import { type WriteCommand, shellWord } from '../../domain/raccord-command.ts';
import type { BrowserLoss, UnwritableReason } from '../../errors/error-details.ts';
import type { Holder } from '../../domain/holder.ts';
import { sortedBySimilarity } from '../../domain/text-similarity.ts';
import type { SiretFault } from '../../domain/siret.ts';
import { ANY_SIRET, MAX_SUGGESTIONS, type ErrorTexts } from '../error-texts.ts';
import { configAdvice, type ConfigSubject } from '../config-advice.ts';
import { bundleLines, problemLines } from '../bundle-lines.ts';
import { deliveryTextsFr } from './delivery.fr.ts';
import { keyErrorTextsFr } from './keys.fr.ts';
import { actionWordsFr } from './reason-words.fr.ts';
import { rosterTextsFr } from './roster.fr.ts';
import { renderProblems } from '../roster-texts.ts';
import { configTextsFr } from './config.fr.ts';
import { configProblemText } from '../config-texts.ts';
import type { ConfigProblem } from '../../errors/config-problem.ts';

const siretFaults: Readonly<Record<SiretFault, string>> = {
  empty: 'vide',
  'scientific-notation':
    'un tableur en a fait un nombre arrondi : mettez la colonne au format texte',
  'leading-zero-lost': 'un tableur a retiré le zéro de tête : mettez la colonne au format texte',
  'not-digits': 'autre chose que des chiffres et des espaces',
  length: 'pas 14 chiffres',
  'check-digit': 'la clé de contrôle est fausse : un chiffre est mal saisi',
  'no-establishment': 'aucun établissement n’a ce numéro',
  'other-identifier':
    'un autre identifiant (RIDET, TAHITI, TVA, RNA) : seuls les SIRET sont traités',
  'siret-or-ridet':
    'la clé de contrôle est fausse : un chiffre est mal saisi, ou c’est un RIDET précédé de 99 ; seuls les SIRET sont traités',
};

const losses: Readonly<Record<BrowserLoss, string>> = {
  ended: 'le navigateur s’est arrêté',
  'page-crashed': 'la page a planté',
  'page-closed': 'la fenêtre a été fermée',
  'no-answer': 'la page ne répond plus',
};

/** Reasons why a path cannot be written, with advice. */
const unwritable: Readonly<
  Record<UnwritableReason, { readonly why: string; readonly next: string }>
> = {
  full: { why: 'le disque est plein', next: 'Libérez de la place sur ce disque' },
  'read-only': {
    why: 'le disque est monté en lecture seule',
    next: 'Montez-le en écriture (un disque en erreur passe de lui-même en lecture seule : voir le journal du système)',
  },
  forbidden: {
    why: 'cet utilisateur n’a pas le droit d’y lire ou d’y écrire',
    next: 'Accordez-lui ce droit, ou lancez raccord sous le compte propriétaire du dossier',
  },
  'not-a-folder': {
    why: 'un fichier se trouve à la place d’un dossier',
    next: 'Déplacez ce fichier, ou indiquez un dossier dans RACCORD_HOME',
  },
  other: { why: 'l’écriture échoue', next: 'Vérifiez ce dossier et son disque' },
};

const holderText = ({ pid, host, since, command, home }: Holder): string => {
  const process = `pid ${pid} sur ${host}`;
  const named = command === undefined ? process : `raccord ${command} (${process})`;
  return `${named}, depuis ${since}${home === undefined ? '' : `, avec RACCORD_HOME ${home}`}`;
};

const quoted = (texts: readonly string[]): string =>
  texts.length === 0 ? 'rien' : texts.map((text) => `« ${text} »`).join(', ');

/** Lists the texts closest to the one that was wanted, closest first. */
const near = (wanted: string, texts: readonly string[]): string =>
  quoted(sortedBySimilarity([wanted], texts).slice(0, MAX_SUGGESTIONS));

const HEADED = 'Relancez ce SIRET avec --headed --pause-on-error pour regarder la page.';
const DRIFT = `Le portail a peut-être changé. ${HEADED} Ou, dans un terminal, avec --headed --teach : raccord demande ce qu’il ne trouve pas, et vous le lui montrez.`;

const configAdviceTexts = (command: WriteCommand): Readonly<Record<ConfigSubject, string>> => ({
  flags: 'Corrigez la ligne de commande (« --help » affiche ses options).',
  settings: `Corrigez-les dans l’environnement, dans .env ou dans le fichier du profil : « ${command('init')} » en crée un, LISEZMOI décrit toutes les variables.`,
  taught: `Corrigez taught.json dans RACCORD_HOME, ou oubliez tout ce qui a été appris : « ${command('taught', 'forget', '--all')} ».`,
  piste:
    'Indiquez ce que PISTE affiche pour votre application, dans l’environnement ou dans .env (docs/verify.fr.md).',
  delivery: 'Corrigez dans .env les réglages de livraison (docs/delivery.fr.md).',
  database: 'docs/several-machines.md dit où placer un registre et comment le sauvegarder.',
  notifications: 'Corrigez dans .env les réglages de notification (docs/scheduling.fr.md).',
});

export const errorTextsFr = (command: WriteCommand): ErrorTexts => ({
  CONFIG_INVALID: ({ problems }) => ({
    what: 'La configuration contient des erreurs ; rien n’a été lancé.',
    found: configLines(problems, command),
    next: configAdvice(problems, configAdviceTexts(command)),
  }),
  SIRET_INVALID: ({ problems }) => ({
    what: 'Ce n’est pas un SIRET ; rien n’a été lancé.',
    expected: '14 chiffres, espaces admis, avec une clé de contrôle exacte',
    found: problems
      .map(({ value, fault }) => `\n    - « ${value} » : ${siretFaults[fault]}`)
      .join(''),
    next: 'Corrigez le SIRET puis relancez.',
  }),
  ROSTER_INVALID: ({ file, problems, warnings = [] }) => ({
    what: `La liste contient ${problems.length === 1 ? 'une erreur' : `${problems.length} erreurs`} ; rien n’a été lancé.`,
    found: [problems, warnings]
      .map((some) => renderProblems(file, some, rosterTextsFr, (count) => `et ${count} autres`))
      .join(warnings.length > 0 ? '\n  Cause possible :' : ''),
    next: `Corrigez, puis vérifiez avec « ${command('roster', 'check')} » (--fix SORTIE rétablit les zéros perdus). « ${command('roster', 'template')} » écrit un exemple.`,
  }),
  SCHEDULE_INVALID: ({ problems }) => ({
    what: 'La planification contient des erreurs ; rien n’a été lancé.',
    found: configLines(problems, command),
    next: `Corrigez : ${command('schedule', '--cron', '0 22 * * 1-5', '--', 'batch', '--input', 'liste.csv', '--yes')}`,
  }),
  SCHEDULE_UNSUPPORTED: ({ expression, part, target }) => ({
    what: `« ${expression} » ne peut pas être écrit pour ${target}.`,
    found: `« ${part} »`,
    next: `Écrivez-le en nombres, noms, intervalles et listes simples, ou laissez tourner « ${command('schedule')} » lui-même : il comprend tout cron.`,
  }),
  WINDOW_INVALID: ({ window }) => ({
    what: '--window n’est pas une plage horaire ; rien n’a été lancé.',
    expected: 'deux heures différentes, comme 20:00-06:00',
    found: `« ${window} »`,
    next: 'Corrigez les heures puis relancez.',
  }),
  DEBUG_LEAKS: ({ variable }) => ({
    what: `raccord refuse de démarrer quand ${variable} active le journal de débogage de Playwright, qui affiche les mots de passe.`,
    next: `Relancez sans ${variable} ; --verbose affiche ce que fait raccord.`,
  }),
  BROWSER_NOT_FOUND: ({ tried }) => ({
    what: 'Aucun navigateur trouvé.',
    expected: `l’un de ${quoted(tried)}`,
    next: 'Lancez « npx playwright install chromium », ou indiquez un navigateur de ce poste dans RACCORD_BROWSER.',
  }),
  BROWSER_NOT_STARTED: ({ browser, reason }) => ({
    what: `Le navigateur ${browser} n’a pas démarré.`,
    found: reason,
    next: 'Lancez-le à la main pour voir pourquoi, ou indiquez-en un autre dans RACCORD_BROWSER.',
  }),
  NO_SCREEN: ({ option }) => ({
    what: `${option} ouvre une fenêtre, et il n’y a pas d’écran ici (ni DISPLAY ni WAYLAND_DISPLAY).`,
    next: `Sans cette option, « ${command('sign-in')} » demande le code ici, dans un terminal. Pour une fenêtre : un poste de travail, ssh -X ou xvfb-run.`,
  }),
  HOST_NOT_ALLOWED: ({ host, allowed }) => ({
    what: 'Un identifiant allait être saisi sur un hôte non autorisé ; rien n’a été saisi.',
    expected: `l’un de ${quoted(allowed)}`,
    found: `« ${host} »`,
    next: 'Si c’est le bon hôte, ajoutez-le à CHORUS_ALLOWED_HOSTS. Si vous ne le connaissez pas, signalez-le.',
  }),
  PLAIN_HTTP: ({ host, variable = 'CHORUS_URL' }) => ({
    what: `« ${host} » est joint en http non chiffré ; aucun secret n’y a été envoyé.`,
    expected: 'https',
    next: `Indiquez l’adresse https dans ${variable}.`,
  }),
  CERTIFICATE_REFUSED: ({ host, reason }) => ({
    what: `Le certificat de « ${host} » n’est pas accepté ; rien n’a été saisi.`,
    expected: 'un certificat que le navigateur reconnaît pour cet hôte',
    found: reason,
    next: 'Vérifiez l’adresse, et si un proxy de votre réseau intercepte les échanges : son autorité de certification doit figurer dans le magasin que lit le navigateur (docs/proxy.fr.md). Sinon, signalez-le : quelqu’un d’autre les intercepte peut-être.',
  }),
  NOT_REACHED_DIRECTLY: ({ host, reason }) => ({
    what: `Le navigateur atteint « ${host} », mais pas raccord lui-même ; rien n’a été envoyé.`,
    expected:
      'une réponse à raccord lui-même : il envoie lui-même chaque déclaration et chaque compte, pour qu’un clic soit une seule requête ; un navigateur peut l’envoyer deux fois',
    found: reason,
    next: 'Pour une autorité de certification privée, indiquez son fichier (PEM) dans NODE_EXTRA_CA_CERTS. Pour un proxy, indiquez-le dans HTTPS_PROXY, qui vaut pour le navigateur et pour raccord. Pour un pare-feu, faites ouvrir à ce poste l’accès à cet hôte.',
  }),
  PROXY_REFUSED: ({ host, proxy, reason }) => ({
    what: `Le proxy refuse l’accès à « ${host} » ; rien n’y a été envoyé.`,
    expected: 'un accès à cet hôte',
    found: [proxy, reason].filter(Boolean).join(' : '),
    next: reason.endsWith('407')
      ? 'Indiquez l’utilisateur et le mot de passe du proxy : HTTPS_PROXY=http://utilisateur:motdepasse@hôte:port, les caractères comme @, / et # étant encodés avec %. Seule l’authentification Basic est prise en charge.'
      : `Faites ouvrir l’accès à cet hôte, ou ajoutez-le à NO_PROXY s’il se joint sans proxy. « ${command('doctor')} » montre par où passe chaque hôte.`,
  }),
  HOME_LOCKED: ({ holder }) => ({
    what: 'Un autre processus raccord utilise ce RACCORD_HOME, ou la base de données qu’il partage.',
    found: holderText(holder),
    next: 'Attendez qu’il ait fini, ou arrêtez-le. Le verrou d’un processus mort est repris automatiquement, au bout d’une demi-minute dans une base partagée.',
  }),
  ACCOUNT_LOCKED: ({ portal, login, holder, database }) => ({
    what: `Un autre processus raccord écrit sur ${portal}${login === undefined ? '' : ` avec ${login}`} : à deux, chaque compte serait créé deux fois. Rien n’a été fait.`,
    found: holder === undefined ? 'un processus qui vient de démarrer' : holderText(holder),
    next:
      database === undefined
        ? 'Attendez qu’il ait fini, ou arrêtez-le. Gardez un seul RACCORD_HOME par administrateur (docs/keys.md).'
        : `Attendez qu’il ait fini, ou arrêtez-le ; ou travaillez avec un autre administrateur. Son verrou, dans ${database}, est repris une demi-minute après son arrêt ou sa coupure du réseau.`,
  }),
  STATE_UNWRITABLE: ({ path, why, reason }) => ({
    what: `Impossible d’écrire dans le dossier qui empêche deux passages d’écrire en même temps : ${unwritable[why].why}.`,
    found: `${path} : ${reason}`,
    next: `${unwritable[why].next}. Ou indiquez dans XDG_STATE_HOME un autre dossier, le même pour tous les processus raccord de cet utilisateur.`,
  }),
  LEASE_LOST: ({ holder }) => ({
    what: 'Le verrou de ce RACCORD_HOME, ou de ce compte dans une base partagée, a été perdu : rien de plus n’a été cliqué ni enregistré.',
    found:
      holder === undefined
        ? 'personne ne le détient : il a expiré'
        : `détenu maintenant par ${holderText(holder)}`,
    next:
      holder === undefined
        ? 'Ce poste s’est mis en veille, ou le registre n’a pas pu être écrit à temps. Relancez : raccord reprend où il en était.'
        : 'Attendez qu’il ait fini, ou arrêtez-le, puis relancez : raccord reprend où il en était.',
  }),
  HOME_UNWRITABLE: ({ path, why, reason }) => ({
    what: `Impossible de lire ou d’écrire dans RACCORD_HOME : ${unwritable[why].why}. raccord s’est arrêté.`,
    found: `${path} : ${reason}`,
    next: `${unwritable[why].next}, puis relancez : raccord reprend où il en était.`,
  }),
  LEDGER_DAMAGED: ({ file, reason }) => ({
    what: 'Le registre est endommagé ; raccord ne le recrée jamais de lui-même.',
    found: `${file} : ${reason}`,
    next: 'Restaurez-le à partir d’une sauvegarde. À défaut, gardez le fichier et le coffre, et demandez de l’aide.',
  }),
  LEDGER_UNSAFE: ({ file, reason }) => ({
    what: 'Le registre n’est pas en sécurité à cet endroit.',
    found: `${file} : ${reason}`,
    next: 'Indiquez dans RACCORD_HOME un dossier situé sur un disque local.',
  }),
  DATABASE_UNREACHABLE: ({ database, reason }) => ({
    what: 'La base de données du registre ne répond pas. Rien n’est cliqué sans elle.',
    found: `${database} : ${reason}`,
    next: 'Vérifiez l’adresse dans RACCORD_DATABASE_URL, le réseau et le serveur, puis relancez : raccord reprend où il en était.',
  }),
  DATABASE_REFUSED: ({ database, reason }) => ({
    what: 'La base de données du registre refuse le rôle de RACCORD_DATABASE_URL, ou ce rôle n’a pas les droits nécessaires.',
    found: `${database} : ${reason}`,
    next: 'Corrigez l’adresse, ou faites accorder ces droits au rôle (docs/several-machines.md).',
  }),
  DATABASE_TOO_OLD: ({ database, version }) => ({
    what: 'Le registre exige PostgreSQL 13 ou une version plus récente.',
    found: `${database} : PostgreSQL ${version}`,
    next: 'Mettez le serveur à jour, ou indiquez-en un autre dans RACCORD_DATABASE_URL.',
  }),
  DATABASE_UNSAFE: ({ database, reason }) => ({
    what: 'La base de données peut perdre ce qu’elle a confirmé. Ce qu’elle peut perdre compte comme non écrit, et rien n’est cliqué.',
    found: `${database} : ${reason}`,
    next: 'Corrigez les réglages indiqués (docs/several-machines.md), puis relancez : raccord reprend où il en était.',
  }),
  DATABASE_OLDER: ({ database, reason }) => ({
    what: 'Les tables du registre sont celles d’une version antérieure de raccord, ou n’existent pas encore.',
    found: `${database} : ${reason}`,
    next: `Arrêtez raccord sur tous les postes, lancez une fois « ${command('ledger', 'migrate')} » avec le rôle propriétaire des tables, puis redémarrez.`,
  }),
  DATABASE_NEWER: ({ database, reason }) => ({
    what: 'Les tables du registre sont celles d’une version de raccord plus récente que celle-ci.',
    found: `${database} : ${reason}`,
    next: 'Installez sur ce poste la version des autres postes.',
  }),
  MACHINE_DIFFERS: ({ database, differences }) => ({
    what: 'Ce poste n’est pas configuré comme les autres postes qui partagent la base de données du registre. Rien n’a été fait.',
    found: differences
      .map(
        ({ name, here, there }) =>
          `${name === 'portal' ? 'portail' : 'destinataires'} : ${here} ici, ${there} dans ${database}`,
      )
      .join(' ; '),
    next: differences
      .map(({ name }) =>
        name === 'portal'
          ? 'Corrigez CHORUS_ENV ou CHORUS_URL, ou indiquez dans RACCORD_DATABASE_URL une base ou un schéma réservés à ce portail.'
          : `Indiquez dans RACCORD_RECIPIENTS les destinataires de la base, comme sur tous les postes ; pour les changer partout, lancez « ${command('keys', 'rotate')} » avec les nouveaux.`,
      )
      .join(' '),
  }),
  VAULT_UNWRITABLE: ({ path, why, reason }) => ({
    what: `Les identifiants n’ont pas pu être enregistrés : ${unwritable[why].why}. Aucun formulaire n’a été soumis.`,
    found: `${path} : ${reason}`,
    next: `${unwritable[why].next}, puis relancez.`,
  }),
  VAULT_DAMAGED: ({ file, reason }) => ({
    what: 'Un identifiant a été modifié depuis son scellement.',
    found: `${file} : ${reason}`,
    next: `Restaurez le fichier à partir d’une sauvegarde ; s’il a été importé, « ${command('credentials', 'import', 'FICHIER')} » le rapporte. À défaut, réinitialisez le mot de passe sur le portail.`,
  }),
  ...keyErrorTextsFr(command),
  IDENTITY_REFUSED: ({ path, file }) => ({
    what: 'Cette clé privée n’ouvre pas cet identifiant.',
    found: `clé ${path}, identifiant ${file}`,
    next: 'Indiquez dans RACCORD_IDENTITY la clé privée de l’un des destinataires du scellement.',
  }),
  BUNDLE_REFUSED: ({ file, problems }) => ({
    what: 'Le lot scellé n’a pas été importé ; rien n’a été changé ici.',
    expected: `un fichier complet écrit par « ${command('credentials', 'export', '--format', 'sealed')} », pour ce portail`,
    found: problemLines(
      file,
      bundleLines(problems, deliveryTextsFr(command).bundle),
      (count) => `et ${count} autres`,
    ),
    next: 'Exportez-le de nouveau là où les identifiants ont été relevés, copiez ici le fichier complet, et relancez l’import. CHORUS_ENV ou CHORUS_URL doit nommer le même portail.',
  }),
  FILE_TOO_OPEN: ({ path, mode }) => ({
    what: `${path} peut être lu par d’autres.`,
    expected: 'mode 600',
    found: `mode ${mode}`,
    next: `chmod 600 ${shellWord(path)}`,
  }),
  ARCHIVE_REFUSED: ({ file, fault }) => ({
    what: 'La sauvegarde n’a pas été restaurée ; rien n’a été écrit.',
    expected: `un fichier complet écrit par « ${command('backup')} »`,
    found: {
      'not-an-archive': `${file} n’est pas une sauvegarde de raccord`,
      damaged: `${file} est endommagé : des fichiers y ont changé depuis la sauvegarde`,
      'of-a-later-version': `${file} vient d’une version plus récente de raccord`,
    }[fault],
    next: 'Utilisez-en une autre copie, ou installez la version de raccord qui l’a écrit.',
  }),
  HOME_NOT_EMPTY: ({ path }) => ({
    what: 'Le dossier n’est pas vide ; rien n’a été écrit.',
    found: path,
    next: 'Indiquez dans RACCORD_HOME un dossier vide ou qui n’existe pas encore, et restaurez-y : un fichier existant n’est jamais remplacé.',
  }),
  CREDENTIAL_UNKNOWN: ({ siret }) => ({
    what: `Il n’y a pas d’identifiant pour ${siret} ici.`,
    next: `« ${command('credentials', 'list')} » liste ceux qui existent.`,
  }),
  CREDENTIAL_NOT_VALID: ({ siret, status }) => ({
    what: `Rien ne dit que l’identifiant de ${siret} est valable.`,
    expected: 'current',
    found: status,
    next: `Lancez « ${command('run', '--siret', siret)} », ou « ${command('renew', '--siret', siret)} » après une réinitialisation, pour connaître son état.`,
  }),
  TRACE_UNKNOWN: ({ siret }) => ({
    what: `Il n’y a pas de trace de ${siret} ici.`,
    next: `Gardez-en une : ${command('run', '--siret', siret, '--trace')}`,
  }),
  REQUEST_STOPPED: ({ url }, siret = ANY_SIRET) => ({
    what: 'Un mode en lecture seule a bloqué une requête susceptible d’écrire, et le portail n’affiche rien sans elle.',
    found: url,
    next: `Si cela se produit à la connexion, lancez une fois « ${command('sign-in')} » : la session gardée sert ensuite à plan, doctor et --dry-run. Sinon, raccord ne distingue pas les lectures de ce portail de ses écritures. Dans un terminal avec écran, « ${command('plan', '--siret', siret, '--headed', '--teach')} » montre chaque requête de ce genre et retient celles dont vous dites qu’elles ne font que lire ; tout mode en lecture seule les laisse ensuite passer, sans surveillance. Sans cela, aucun mode en lecture seule (--until compris) n’ira plus loin : « ${command('run', '--siret', siret, '--pause-before', 'submit-declaration')} » lit sans ce blocage, montre la déclaration remplie et attend : Ctrl-C n’y envoie rien.`,
  }),
  PORTAL_UNAVAILABLE: ({ url, answer }) => ({
    what: 'Le portail est indisponible.',
    found: `${url} : ${answer}`,
    next: 'Réessayez plus tard : raccord relit ce qui a été fait avant d’aller plus loin.',
  }),
  PROXY_UNREACHABLE: ({ proxy, reason }) => ({
    what: `Le proxy ${proxy} ne répond pas.`,
    found: reason,
    next: `Vérifiez HTTPS_PROXY et le réseau (un VPN ?), puis relancez. « ${command('doctor')} » montre par où passe chaque hôte.`,
  }),
  NAME_NOT_RESOLVED: ({ host }) => ({
    what: `Le nom « ${host} » n’est pas résolu sur ce poste.`,
    next: 'Vérifiez l’adresse (CHORUS_URL) et le réseau : son DNS, un VPN, ou un proxy obligatoire (HTTPS_PROXY). Le portail fonctionne peut-être très bien.',
  }),
  PASSWORD_REFUSED: ({ message }) => ({
    what: 'Le portail a refusé l’identifiant ou le mot de passe de l’administrateur.',
    found: message,
    next: `raccord ne réessaie pas de lui-même : après cinq refus le compte est bloqué une heure. Vérifiez les deux à la main, puis lancez « ${command('sign-in')} ».`,
  }),
  PASSWORD_REFUSED_EARLIER: ({ at, isOfCode }) => ({
    what: `Le portail a refusé ${isOfCode === undefined ? '' : 'le code à usage unique de '}cet administrateur le ${at} ; raccord ne réessaie pas de lui-même.`,
    next: `${isOfCode === undefined ? 'Vérifiez identifiant et mot de passe à la main' : 'Vérifiez que le portail demande bien le code de l’application dont la clé est dans CHORUS_TOTP_SECRET, ainsi que l’horloge de ce poste'}, puis lancez « ${command('sign-in')} » et confirmez.`,
  }),
  CODE_REFUSED: ({ message, typed }) => ({
    what: 'Le portail a refusé le code à usage unique.',
    found: message,
    next:
      typed === 'mailed-code'
        ? `Lancez « ${command('sign-in')} » et saisissez le code du dernier courriel reçu : chaque nouveau code annule le précédent, et aucun ne reste valable longtemps.`
        : typed === 'app-code'
          ? `Lancez « ${command('sign-in')} » et saisissez le code que l’application affiche à cet instant pour ce compte ; s’il est encore refusé, vérifiez l’horloge de l’appareil.`
          : `Vérifiez l’horloge de ce poste et CHORUS_TOTP_SECRET, puis lancez « ${command('sign-in')} ».`,
  }),
  CODE_NEEDED: ({ screen }) => ({
    what: 'Le portail demande un second facteur que raccord ne peut pas fournir.',
    found: screen,
    next: `Lancez « ${command('sign-in')} » dans un terminal (ou « ${command('sign-in', '--headed')} ») : la session est gardée pour la suite.`,
  }),
  AUTHENTICATOR_UNCLEAR: ({ label, present }) => ({
    what: 'Le compte a plusieurs applications d’authentification, et raccord ne sait pas à laquelle correspond son code : aucun n’a été envoyé.',
    ...(label !== undefined && { expected: `une seule nommée « ${label} »` }),
    found: quoted(present),
    next: `Indiquez dans CHORUS_TOTP_LABEL le nom de celle dont raccord a la clé, ou lancez « ${command('sign-in', '--headed')} ».`,
  }),
  PASSWORD_EXPIRED: ({ message }) => ({
    what: 'Le portail demande à l’administrateur un nouveau mot de passe.',
    found: message,
    next: `Changez-le sur le portail, mettez la configuration à jour, puis lancez « ${command('sign-in', '--headed')} ».`,
  }),
  TERMS_TO_ACCEPT: ({ message }) => ({
    what: 'Le portail demande d’accepter des conditions ; seule une personne peut le faire.',
    found: message,
    next: `Lancez « ${command('sign-in', '--headed')} » et lisez-les.`,
  }),
  SECURITY_KEY_NEEDED: ({ message }) => ({
    what: 'Le portail demande une clé de sécurité.',
    found: message,
    next: `Lancez « ${command('sign-in', '--headed')} », la clé à portée de main.`,
  }),
  PERSON_NEEDED: ({ screen }) => ({
    what: 'La connexion exige une personne.',
    found: screen,
    next: `Lancez « ${command('sign-in', '--headed')} ».`,
  }),
  TAUGHT_NOT_LOOKED_AT: ({ where, names }) => ({
    what: `Sur le formulaire « ${where} », un élément a été appris en le montrant, et le formulaire n’a pas été envoyé depuis : une personne doit contrôler le premier envoi.`,
    found: names.join(', '),
    next: `Rien n’a été envoyé. À lancer une fois, dans un terminal : « ${command('run', '--siret', 'SIRET', '--headed', '--teach')} » ; toutes les valeurs y sont affichées, et rien n’est envoyé sans accord.`,
  }),
  SESSION_ENDED: ({ url }) => ({
    what: 'Le portail a mis fin à la session pendant le travail.',
    found: url,
    next: `Relancez : raccord se reconnecte et relit ce qui a été fait avant d’aller plus loin. S’il faut un second facteur, lancez d’abord « ${command('sign-in', '--headed')} » ; si la session passe alors pour valide, « ${command('sign-out')} » avant.`,
  }),
  PAGE_UNEXPECTED: ({ expected, url, headings }) => ({
    what: 'La page n’est pas celle attendue.',
    expected,
    found: `${near(expected, headings)} à ${url}`,
    next: DRIFT,
  }),
  CONTROL_NOT_FOUND: ({ label, where, present }) => ({
    what: 'Un élément attendu n’est pas sur la page.',
    expected: `« ${label} » sur « ${where} »`,
    found: near(label, present),
    next: DRIFT,
  }),
  CONTROL_AMBIGUOUS: ({ label, where, matches }) => ({
    what: 'Deux éléments de la page correspondent aussi bien l’un que l’autre ; raccord ne devine pas.',
    expected: `un seul « ${label} » sur « ${where} »`,
    found: quoted(matches),
    next: DRIFT,
  }),
  TAUGHT_NOT_FITTING: ({ name, label, where, matches }) => ({
    what:
      matches.length === 0
        ? 'L’élément appris ne correspond plus à rien sur la page.'
        : 'L’élément appris correspond à plusieurs éléments de la page ; raccord ne devine pas.',
    expected: `un seul « ${label} » sur « ${where} », tel qu’il a été montré`,
    ...(matches.length > 0 && { found: quoted(matches) }),
    next: `Montrez-le de nouveau avec --headed --teach, dans un terminal, ou supprimez-le avec « ${command('taught', 'forget', name)} ».`,
  }),
  OPTION_NOT_FOUND: ({ label, option, present }) => ({
    what: 'La liste ne propose pas le choix attendu.',
    expected: `« ${option} » dans « ${label} »`,
    found: near(option, present),
    next: DRIFT,
  }),
  COLUMN_NOT_FOUND: ({ column, where, present }) => ({
    what: 'Il manque une colonne à un tableau, ou ses lignes sont illisibles.',
    expected: `« ${column} » sur « ${where} »`,
    found: near(column, present),
    next: DRIFT,
  }),
  READ_BACK_DIFFERS: ({ label, meant, shown }) => ({
    what: 'Un champ n’affiche pas la valeur voulue : le formulaire n’a pas été soumis.',
    expected: `« ${meant} » dans « ${label} »`,
    found: `« ${shown} »`,
    next: HEADED,
  }),
  SECRET_READ_BACK_DIFFERS: ({ label }) => ({
    what: `Le champ « ${label} » ne contient pas ce qui y a été saisi ; le formulaire n’a pas été envoyé.`,
    next: HEADED,
  }),
  ACTION_FAILED: ({ action, reason }) => ({
    what: `Action impossible : ${actionWordsFr(action)}.`,
    found: reason,
    next: HEADED,
  }),
  CREDENTIAL_UNREADABLE: ({ reason }) => ({
    what: 'Le login et le mot de passe n’ont pas pu être lus : le formulaire n’a pas été soumis.',
    expected: 'un login TECH_…@cpro.fr et un mot de passe en clair',
    found: reason,
    next: HEADED,
  }),
  CREDENTIAL_CHANGED: ({ login }) => ({
    what: `La page a changé le login ou le mot de passe de ${login} après leur lecture : le formulaire n’a pas été soumis.`,
    next: 'Relancez : un nouveau mot de passe sera relevé.',
  }),
  SPACE_NOT_OPEN: ({ space, present }) => ({
    what: 'L’espace des raccordements n’est pas ouvert à cet administrateur.',
    expected: `« ${space} » au menu`,
    found: quoted(present),
    next: 'Le gestionnaire principal doit ouvrir l’espace « Raccordements EDI et API » pour la structure, et l’utilisateur s’y abonner. raccord s’est déjà reconnecté si sa session datait d’avant.',
  }),
  CONSULTATION_ONLY: ({ where, label }) => ({
    what: 'Cet administrateur peut consulter les raccordements, mais pas en déclarer.',
    expected: `« ${label} » sur « ${where} »`,
    next: 'Le gestionnaire principal doit donner à l’utilisateur le mode « Modification » sur l’espace « Raccordements EDI et API ». raccord s’est déjà reconnecté si sa session datait d’avant.',
  }),
  STRUCTURE_NOT_OFFERED: ({ where, present }) => ({
    what: 'Le portail ne propose pas cette structure à cet administrateur.',
    expected: `le SIRET dans la liste des structures de « ${where} »`,
    found: quoted(present),
    next: 'Seul le gestionnaire principal de la structure peut le faire : vérifiez le SIRET, et qui est ce gestionnaire. S’il est parti, seul le support de Chorus Pro peut en désigner un autre. L’espace « Raccordements EDI et API » doit aussi être ouvert pour la structure.',
  }),
  APPLICATION_NAME_TAKEN: ({ name }) => ({
    what: `Le nom d’application PISTE « ${name} » est déjà utilisé.`,
    next: 'Choisissez un autre nom avec --application, ou n’en indiquez aucun : le prochain nom libre sera pris.',
  }),
  SIRET_LOCKED: ({ holder }) => ({
    what: 'Le raccord d’un autre administrateur écrit en ce moment pour ce SIRET. Rien n’a été cliqué.',
    found: holderText(holder),
    next: 'Attendez qu’il ait fini, puis relancez : raccord retrouve ce qui a été fait et ne le refait pas.',
  }),
  READING_OUTDATED: () => ({
    what: 'Un autre lancement a enregistré quelque chose pour ce SIRET après que celui-ci a lu la liste du portail. Cette lecture, plus ancienne, n’a pas été utilisée.',
    next: 'Relancez : raccord lit d’abord la liste et retrouve ce qui a été fait.',
  }),
  DECLARATION_REFUSED: ({ message }) => ({
    what: 'Le portail a refusé la déclaration ; rien n’a été créé.',
    found: message,
    next: 'Corrigez ce que le portail indique, puis relancez.',
  }),
  ACCOUNT_REFUSED: ({ message }) => ({
    what: 'Le portail a refusé de créer le compte ; rien n’a été créé.',
    found: message,
    next: 'Corrigez ce que le portail indique, puis relancez.',
  }),
  OUTCOME_DOUBTFUL: ({ resource, reason }, siret = ANY_SIRET) =>
    resource === 'password'
      ? {
          what: 'On ne sait pas si le mot de passe a été réinitialisé ; raccord garde les deux mots de passe et ne cliquera pas une seconde fois.',
          found: reason,
          next: `Ouvrez les deux avec « ${command('credentials', 'show', '--siret', siret, '--doubtful')} », cherchez lequel l’API accepte, puis lancez « ${command('renew', '--siret', siret, '--works', 'new')} » (ou old).`,
        }
      : {
          what: `On ne sait pas si le ${resource === 'connection' ? 'raccordement' : 'compte technique'} a été créé ; raccord ne cliquera pas une seconde fois.`,
          found: reason,
          next: 'Consultez la liste du portail. S’il y est, relancez : raccord le récupère. S’il n’y est pas, relancez avec --not-on-portal.',
        },
  ACCOUNT_UNPROVEN: ({ login, reason }, siret = ANY_SIRET) => ({
    what: `La liste du portail montre ${login}, mais rien ne prouve que raccord l’a créé : quelqu’un d’autre a pu le faire. Le mot de passe relevé est gardé, sans être livré ni exporté.`,
    found: reason,
    next: `Avec l’application PISTE configurée, le prochain passage ou « ${command('verify')} » tranche dès que le compte est assez ancien. Sinon, essayez le mot de passe (« ${command('credentials', 'show', '--siret', siret, '--doubtful')} »), puis lancez « ${command('renew', '--siret', siret, '--works', 'new')} » (ou old). « ${command('renew', '--adopt', '--within', '430d', '--siret', siret)} » en définit un nouveau, « ${command('run', '--siret', siret, '--new-account')} » crée un autre compte.`,
  }),
  PASSWORD_MISSING: ({ siret, login, credentialId }) => ({
    what: `Le compte ${login} existe sur le portail, mais son mot de passe n’est pas gardé ici.`,
    found:
      credentialId === undefined
        ? 'aucun mot de passe scellé pour ce compte'
        : `le fichier scellé de ${credentialId} n’est plus dans le coffre`,
    next: `Si une copie de RACCORD_HOME le contient, remettez en place les fichiers du coffre, puis lancez « ${command('doctor', '--take-in')} ». Sinon « ${command('renew', '--adopt', '--within', '430d', '--siret', siret)} » en définit un nouveau (l’actuel cesse de fonctionner), ou « ${command('run', '--siret', siret, '--new-account')} » crée un autre compte.`,
  }),
  NOT_CREATED: ({ resource, reason }) => ({
    what: `Le portail n’a rien confirmé et sa liste ne montre aucun ${resource === 'connection' ? 'raccordement' : 'compte'} : rien n’a été créé.`,
    found: reason,
    next: 'Relancez.',
  }),
  ACCOUNT_NOT_LISTED: ({ login, present }) => ({
    what: `Le portail ne montre pas le compte ${login}, dont le mot de passe est à renouveler.`,
    expected: login,
    found: quoted(present),
    next: 'Consultez « Liste des comptes techniques » de cette structure : le compte a-t-il été fermé, ou dépend-il d’un autre administrateur ?',
  }),
  RESET_REFUSED: ({ message }) => ({
    what: 'Le portail a refusé de réinitialiser le mot de passe ; l’ancien reste valable.',
    found: message,
    next: 'Corrigez ce que le portail indique, puis relancez renew : il lit d’abord la liste.',
  }),
  NOT_RENEWED: ({ login, reason }) => ({
    what: `Le portail n’a pas changé le mot de passe de ${login} ; l’ancien reste valable.`,
    found: reason,
    next: 'Relancez renew.',
  }),
  BROWSER_LOST: ({ how }) => ({
    what: 'Le navigateur a été perdu pendant le travail.',
    found: losses[how],
    next: 'Relancez : raccord relit ce qui a été fait avant d’aller plus loin. Si cela se reproduit, vérifiez la mémoire de ce poste et RACCORD_BROWSER.',
  }),
  DELIVERY_FAILED: ({ sink, message, sirets }) => ({
    what: `Non livré à ${sink} : ${sirets.slice(0, MAX_SUGGESTIONS).join(', ')}${sirets.length > MAX_SUGGESTIONS ? '…' : ''}.`,
    found: message,
    next: `Corrigez : « ${command('deliver')} » et le prochain passage réessaient. Les identifiants sont gardés.`,
  }),
  LEAK_FOUND: ({ files }) => ({
    what: 'Le contrôle de fin de passage a trouvé un secret dans ce que raccord a écrit.',
    found: quoted(files),
    next: 'Les pièces qui le contenaient ont été supprimées. Signalez-le, sans les fichiers.',
  }),
  SCAN_INCOMPLETE: ({ files }) => ({
    what: 'La recherche de secrets en fin de passage n’a pas pu lire tout ce qui a été écrit.',
    found: quoted(files),
    next: 'Contrôlez ces fichiers avant de les transmettre. Ce qui a été fait sur le portail est conservé.',
  }),
  UNEXPECTED: ({ reason }) => ({
    what: 'Une erreur imprévue s’est produite.',
    found: reason,
    next: 'Relancez avec --verbose et signalez ce qui s’affiche.',
  }),
  INTERRUPTED: () => ({
    what: 'Interrompu ; l’étape en cours a été terminée et tout est conservé.',
    next: 'Relancez : raccord reprend où il en était.',
  }),
});

function configLines(problems: readonly (string | ConfigProblem)[], command: WriteCommand): string {
  const texts = configTextsFr(command);
  return problems.map((problem) => `\n    - ${configProblemText(problem, texts)}`).join('');
}
