import type { WriteCommand } from '../../domain/raccord-command.ts';
import { debugTextsFr } from './debug.fr.ts';
import { boardTextsFr } from './board.fr.ts';
import { teachTextsFr } from './teach.fr.ts';
import { commandLineTextsFr } from './command-line.fr.ts';
import { configTextsFr } from './config.fr.ts';
import { deliveryTextsFr } from './delivery.fr.ts';
import { doctorTextsFr } from './doctor.fr.ts';
import { errorTextsFr } from './error.fr.ts';
import { initTextsFr } from './init.fr.ts';
import { keepingTextsFr } from './keeping.fr.ts';
import { keysTextsFr } from './keys.fr.ts';
import { notifyTextsFr } from './notify.fr.ts';
import { profilesTextsFr } from './profiles.fr.ts';
import { queueTextsFr } from './queue.fr.ts';
import { reasonWordsFr } from './reason-words.fr.ts';
import { renewTextsFr } from './renew.fr.ts';
import { reportTextsFr } from './report.fr.ts';
import { rosterTextsFr } from './roster.fr.ts';
import { runsTextsFr } from './runs.fr.ts';
import { scheduleTextsFr } from './schedule.fr.ts';
import { systemWordsFr } from './system-words.fr.ts';
import { variableTextsFr } from './variable.fr.ts';
import { verifyTextsFr } from './verify.fr.ts';
import type { Texts } from '../texts.ts';

/** Returns a number with its noun; the French plural starts at two. */
function counted(count: number, word: string): string {
  return `${count} ${word}${Math.abs(count) < 2 ? '' : 's'}`;
}

/** All French texts. */
export const frenchTexts = (command: WriteCommand): Texts => ({
  command,
  errors: errorTextsFr(command),
  systemWords: (text) => reasonWordsFr(systemWordsFr(text)),
  errorLabels: {
    doing: 'En cours',
    expected: 'Attendu ',
    found: 'Trouvé  ',
    next: 'À faire ',
    look: 'Regarder',
  },
  steps: {
    'sign-in': 'se connecter',
    'open-connections': 'ouvrir « Gérer raccordement API »',
    'read-connections': 'lire la liste des raccordements',
    'fill-declaration': 'remplir la déclaration',
    'submit-declaration': 'valider la déclaration, une fois',
    'confirm-connection': 'vérifier dans la liste des raccordements',
    'open-account-form': 'ouvrir « Compte technique »',
    'choose-structure': 'choisir la structure, lire ses comptes',
    'capture-credential': 'relever et sceller l’identifiant',
    'submit-account': 'soumettre le compte, une fois',
    'confirm-account': 'vérifier dans la liste des comptes',
    'choose-account': 'choisir le compte à réinitialiser',
    'capture-password': 'relever et sceller le nouveau mot de passe',
    'submit-reset': 'soumettre la réinitialisation, une fois',
    'confirm-reset': 'vérifier dans la liste des comptes',
  },
  environments: {
    production: 'production',
    qualification: 'qualification',
    'stand-in': 'portail d’essai',
  },
  outcomes: {
    created: 'créé',
    existing: 'existant',
    recovered: 'récupéré',
    unproven: 'non prouvé',
    skipped: 'non demandé',
    failed: 'échec',
  },
  interrupted: 'interrompu',
  passwords: { missing: 'mot de passe absent', doubtful: 'mot de passe incertain' },
  columns: {
    siret: 'SIRET',
    structure: 'Structure',
    connection: 'Raccordement',
    application: 'Application PISTE',
    account: 'Compte',
    login: 'Login',
    expires: 'Expire le',
    status: 'Statut',
    captured: 'Relevé le',
    updated: 'Mis à jour',
    state: 'État',
  },
  progress: {
    portal: (host, environment) => `Portail : ${host} (${environment})`,
    planned: (done, all) => `${done} SIRET lus sur ${all}`,
    whole: (done, failed, left) =>
      `${counted(done, 'fait')}, ${counted(failed, 'échec')}, ${counted(left, 'restant')}`,
    pace: (perMinute, minutesLeft) =>
      `${perMinute.replace('.', ',')} par minute, encore ${minutesLeft} min environ`,
    step: (number, all, words) => `étape ${number} sur ${all} : ${words}`,
    subject: (siret, words) => `${siret}, ${words}`,
  },
  run: {
    evidence: (folder) => `Pièces : ${folder}`,
    pisteReminder: (name) =>
      `Rappel : une application de production nommée exactement « ${name} » doit exister sur piste.gouv.fr.`,
    activeSoon: 'Un nouveau compte fonctionne au bout de 30 minutes environ.',
    showCommand: (siret) =>
      `Voir un identifiant : ${command('credentials', 'show', '--siret', siret)}`,
  },
  debug: debugTextsFr,
  teach: teachTextsFr,
  init: initTextsFr(command),
  variables: variableTextsFr,
  keys: keysTextsFr(command),
  keeping: keepingTextsFr(command),
  ledger: {
    help: 'gérer le registre partagé par plusieurs postes',
    move: 'transférer ce registre dans RACCORD_DATABASE_URL',
    moved: (sirets: number, sealed: number) =>
      `le registre est maintenant dans la base : ${sirets} SIRET, ${sealed} fichiers scellés`,
    kept: (path: string) => `le fichier est conservé tel quel, mais n’est plus lu : ${path}`,
    migrate: {
      help: 'créer les tables de RACCORD_DATABASE_URL, ou les mettre à niveau',
      workerRole:
        'accorder à ce rôle les droits nécessaires aux postes, mais aucun de modifier un journal',
    },
    migrated: {
      done: (database: string, count: number) =>
        `${database} : ${count} ${count === 1 ? 'migration faite' : 'migrations faites'}`,
      upToDate: (database: string) => `${database} : rien à faire, ses tables sont à jour`,
      noQueue: (engine: string) =>
        `Aucune file n’a été créée : pg-boss n’est pas installé ici. Pour des workers : npm install ${engine}, puis de nouveau cette commande.`,
    },
    granted: (role: string) => `${role} a les droits nécessaires aux postes`,
  },
  demo: {
    portal: (url) => `Portail d’essai : ${url} (ni compte ni réseau nécessaires)`,
    sealed: (folder) => `Identifiants scellés : ${folder}`,
    evidence: (folder) => `Pièces : ${folder}`,
    show: (command) => `En voir un : ${command}`,
    proofs: `\nFonctionnent-ils ? Vérification avec une API d’essai à la place de l’officielle, comme le fait « ${command('verify')} » :`,
    again: (command) => `Relancez : rien n’est créé deux fois. Pour recommencer : ${command}`,
  },
  portal: {
    faults: (writes, places, kinds, dresses) =>
      `--fault <où>:<comment>:<nom=valeur,…>\n\noù, une écriture : ${writes}\noù, une page :     ${places}\ncomment :          ${kinds}\nnom=valeur :       times=2 after=1 afterMs=3000 status=502 path=/cpp about=texte message=texte shown=alert stays=yes\n                   siret=… when=before name=texte email=adresse\nshown :            ${dresses}`,
    ready: 'Le portail d’essai tourne. Ctrl-C l’arrête.',
    use: 'Pour l’utiliser, mettez ces lignes dans .env (c’est toute la sortie standard : umask 077; raccord portal > .env).',
  },
  plan: {
    actions: {
      declare: 'à déclarer',
      'create account': 'compte à créer',
      'look again': 'à relire',
      'nothing to do': 'rien à faire',
      cannot: 'impossible',
    },
    summary: (summary) =>
      `${summary.declare} à déclarer, ${counted(summary['create account'], 'compte')} à créer, ` +
      `${summary['look again']} à relire, ` +
      `${summary.impossible} SIRET impossibles ou possibles en partie seulement, ` +
      `${counted(summary.passwordMissing, 'compte')} sans mot de passe ici`,
    obstacles: {
      STRUCTURE_NOT_OFFERED: 'le portail ne propose pas cette structure (STRUCTURE_NOT_OFFERED)',
      OUTCOME_DOUBTFUL: 'douteux, une personne doit vérifier (OUTCOME_DOUBTFUL)',
    },
    declared: 'Ce qui serait déclaré :',
    field: 'Champ',
    value: 'Valeur',
    source: 'Origine',
    fields: {
      applicationName: 'Nom de l’application',
      usage: 'Type d’utilisation',
      editor: 'Éditeur / solution',
      contactName: 'Contact',
      contactPhone: 'Téléphone du contact',
      contactEmail: 'Courriel du contact',
      contactFax: 'Fax du contact',
      accountEmail: 'Courriel du compte',
    },
    sources: {
      roster: 'liste',
      configuration: 'configuration',
      default: 'par défaut',
      'next free name': 'prochain nom libre',
      portal: 'proposé par le portail',
    },
    pisteApplications: (names) =>
      `Une application portant exactement ce nom doit exister sur piste.gouv.fr : ${names.join(', ')}`,
    nothingSent: (stopped) =>
      `Rien n’a été changé : 0 requête d’écriture envoyée, ${counted(stopped, 'arrêtée')}.`,
  },
  answers: { yes: 'Oui', no: 'Non' },
  batch: {
    confirm: ({ possible, inPart, impossible }, environment) =>
      `Déclarer et créer cela pour ${possible} SIRET (${environment}) ?` +
      (inPart === 0 ? '' : ` (dont ${inPart} en partie seulement)`) +
      (impossible === 0
        ? ''
        : ` (${impossible} ${impossible === 1 ? 'autre est impossible' : 'autres sont impossibles'})`),
    declined: 'Refusé : rien n’a été fait (code de sortie 130).',
    stopped: {
      interrupted: 'Interrompu. Relancez : raccord reprend où il en était.',
      maxFailures: (failures) => `Arrêté après ${failures} échecs (--max-failures).`,
      sameReason: (code) =>
        `Arrêté : trois SIRET de suite ont échoué avec ${code}. Le portail a changé ou est en panne.`,
      endsAll: (code) => `Arrêté : ${code} arriverait à tous les autres SIRET.`,
      left: (count) =>
        count < 2
          ? `${count} SIRET n’a pas été commencé.`
          : `${count} SIRET n’ont pas été commencés.`,
    },
    report: (file) => `Rapport : ${file}`,
    noReport: 'le rapport n’a pas pu être écrit ; c’est la seule chose qui manque',
    notCounted: 'le nombre de SIRET traités n’a pas pu être enregistré ; leur traitement continue',
    outsideWindow: (until) => `Hors de la plage de --window : attente jusqu’à ${until}.`,
  },
  config: configTextsFr(command),
  commandLine: commandLineTextsFr,
  roster: {
    reasons: rosterTextsFr,
    summary: (file, rows, named, warnings) =>
      `${file} : aucune erreur. ${rows} SIRET, dont ${named} avec un nom d’application ; ${counted(warnings, 'avertissement')}.`,
    more: (count) => `et ${count} autres`,
    written: (file) => `Liste d’exemple écrite dans ${file}.`,
    mended: (header, before, after) => `${header} « ${before} » devient « ${after} »`,
    fixed: (file, rows, mended) =>
      `${file} écrit : ${rows} SIRET, ${mended} valeur(s) corrigée(s). Contrôlez-les avant d’utiliser le fichier.`,
    fixIsCsv: '--fix écrit du CSV : choisissez un nom qui finit par .csv',
    replace: (file) => `Le fichier ${file} existe déjà. Le remplacer ?`,
    help: {
      roster: 'vérifier ou créer une liste pour batch',
      check: 'lire une liste comme le ferait batch, sans portail',
      template: 'écrire un exemple à remplir',
      file: 'fichier CSV ou XLSX',
      output: 'fichier à écrire, encore inexistant (sinon : sortie standard)',
      fix: 'écrire un CSV où les zéros perdus sont rétablis',
    },
  },
  delivery: deliveryTextsFr(command),
  doctor: doctorTextsFr(command),
  schedule: scheduleTextsFr(command),
  verify: verifyTextsFr(command),
  notify: notifyTextsFr,
  profiles: profilesTextsFr,
  renew: renewTextsFr,
  report: reportTextsFr,
  runs: runsTextsFr,
  board: boardTextsFr,
  queue: queueTextsFr,
  signIn: {
    kept: 'La session gardée est encore valable.',
    done: 'Connecté ; la session est gardée pour la suite.',
    dropped: 'La session a été supprimée.',
    noSession: 'Il n’y avait pas de session à supprimer.',
    confirmRetry: (at) =>
      `Le portail a refusé cet administrateur le ${at}. Rien ne distingue un compte bloqué d’un mot de passe faux. Essayer encore une fois ?`,
    codeRefused: (message) =>
      `Le portail a refusé le code${message === '' ? '' : ` (« ${message} »)`}. Ressaisissez-le une fois, ou appuyez sur Échap pour abandonner.`,
    askAppCode: 'Code de l’application d’authentification',
    askMailedCode: 'Code que le portail a envoyé par courriel',
    inWindow: (what, minutes) =>
      `Dans la fenêtre du navigateur : ${what}. raccord continue de lui-même ; il attend ${minutes} minutes.`,
    screens: {
      'user-name': 'saisissez l’identifiant',
      password: 'saisissez identifiant et mot de passe',
      'app-code': 'saisissez le code de l’application d’authentification',
      'mailed-code': 'saisissez le code que le portail a envoyé par courriel',
      'new-password':
        'choisissez un nouveau mot de passe, et mettez le même dans la configuration de raccord',
      terms: 'lisez les conditions, et acceptez-les si elles vous conviennent',
      'security-key': 'utilisez la clé de sécurité',
      'choice-of-factor': 'choisissez comment confirmer votre identité',
      'set-up-code':
        'configurez une application d’authentification, et indiquez sa clé dans CHORUS_TOTP_SECRET',
      'recovery-codes': 'gardez les codes de secours en lieu sûr, et continuez',
      expired: 'recommencez la connexion',
      error: 'lisez ce que dit le portail, et recommencez la connexion',
      info: 'lisez ce que dit le portail, et continuez',
      other: 'faites ce que la page demande',
      elsewhere: 'finissez la connexion',
    },
  },
  credentials: {
    none: 'Aucun identifiant n’a encore été relevé ici.',
    statuses: {
      captured: 'relevé',
      submitted: 'soumis',
      unproven: 'non prouvé',
      current: 'en vigueur',
      replaced: 'remplacé',
      abandoned: 'abandonné',
    },
    exists: (file) => `${file} existe déjà ; choisissez un autre nom.`,
    onlyRevealed:
      '--reveal : manquant ; sans terminal, un mot de passe n’est montré qu’avec cette option, ou avec --json',
    noneDoubtful: (siret) => `--doubtful : aucun identifiant de ${siret} n’est douteux`,
  },
  status: {
    expires: (days) => (days < 0 ? '! expiré' : `! ${days} j`),
    states: {
      unread: 'non lu',
      absent: 'absent',
      existing: 'existant',
      sealed: 'scellé',
      intended: 'en cours d’envoi',
      accepted: 'accepté',
      done: 'fait',
      refused: 'refusé',
      unproven: 'non prouvé',
      doubtful: 'douteux',
    },
    noneOfThese: 'Aucun des SIRET connus ici ne correspond.',
    none: 'Rien n’a encore été fait ici.',
    failure: 'Échec',
    failed: (count) =>
      `${count} SIRET en échec, sans réussite depuis : « ${command('status', '--state', 'failed')} » les montre.`,
    unsettled: (count) =>
      `Clics dont le résultat n’a pas encore été lu : ${count} SIRET. Le passage en cours, ou le prochain, le lit.`,
    refusal: (login, at) => `La connexion de ${login} a été refusée le ${at}.`,
  },
  warnings: {
    noFolder: (reason) =>
      `Le dossier de travail est inutilisable (${reason}). Passez dans un dossier qui existe, et relancez la commande.`,
    outputLost: (reason) =>
      `Une partie de ce que cette commande affiche n’a pas pu être écrite et est perdue : ${reason}.`,
    keyMade: (file) =>
      `Une paire de clés a été créée : ${file} ouvre tous les identifiants. Mettez-la en lieu sûr, hors de ce poste, et indiquez sa clé publique dans RACCORD_RECIPIENTS.`,
    checkDigit: (siret) => `${siret} : clé de contrôle fausse, acceptée hors production.`,
    secondCtrlC: (inHand) =>
      inHand === undefined
        ? 'L’étape en cours se termine. Un second Ctrl-C arrête tout de suite.'
        : `L’étape en cours se termine (${inHand}). Un second Ctrl-C arrête tout de suite.`,
  },
  help: {
    program: 'Raccorde des établissements à Chorus Pro et garde leurs identifiants en sûreté.',
    titles: {
      'Usage:': 'Usage :',
      'Arguments:': 'Arguments :',
      'Options:': 'Options :',
      'Commands:': 'Commandes :',
    },
    subcommand: '[commande]',
    example: 'Exemple :',
    exitCodes:
      'Codes : 0 fait, 1 SIRET en échec, 2 entrée incorrecte, 3 portail indisponible,\n4 connexion refusée, 5 personne requise, 6 page inattendue, 130 interrompu',
    demo: 'faire tout le travail sur le portail d’essai',
    ofDemo: 'utiliser ce que la démonstration a créé',
    run: 'créer ce qui manque à un SIRET : raccordement et compte',
    signIn: 'se connecter, à la main s’il le faut (ou sign-out)',
    signOut: 'supprimer la session gardée',
    portal: 'servir le portail d’essai, pour essayer à la main',
    credentials: 'lister, ouvrir, exporter, importer les identifiants',
    credentialsList: 'lister ce qui a été relevé, sans l’ouvrir',
    credentialsShow: 'ouvrir un identifiant avec la clé privée',
    credentialsDoubtful: 'ouvrir ceux dont on ne sait pas s’ils fonctionnent',
    plan: 'montrer ce qui serait fait, et pourquoi, en lecture seule',
    completion: {
      about: 'écrire le script qui complète commandes et options dans un shell',
      shell: 'bash, zsh ou fish',
      install:
        '\nbash : source <(raccord completion bash), dans ~/.bashrc\nzsh :  source <(raccord completion zsh), dans ~/.zshrc après compinit\nfish : raccord completion fish > ~/.config/fish/completions/raccord.fish',
    },
    batch: 'raccorder chaque SIRET d’une liste ; relancé, il reprend',
    status: 'montrer l’état des SIRET et l’expiration des mots de passe',
    options: {
      siret: 'l’établissement, 14 chiffres',
      input: 'la liste, un fichier CSV ou XLSX',
      sheet: 'feuille du classeur (sinon la première avec des SIRET)',
      yes: 'commencer sans rien demander',
      dryRun: 's’arrêter après le plan ; aucune écriture envoyée',
      concurrency: 'SIRET traités en parallèle (2 par défaut)',
      maxFailures: 's’arrêter après ce nombre d’échecs',
      window: 'heures où raccord peut écrire, p. ex. 20:00-06:00',
      minInterval: 'délai minimal entre deux écritures (2s par défaut)',
      state: 'ceux qui sont dans l’un de ces états, ou en échec',
      csv: 'afficher des lignes pour un tableur ou un script',
      within: 'ceux dont le mot de passe expire d’ici là, p. ex. 60d',
      watch: 'actualiser à chaque changement, jusqu’à Ctrl-C',
      application: 'nom de l’application PISTE (sinon le prochain libre)',
      only: 'ne créer que l’un : connection ou account',
      newAccount: 'créer un compte, en plus de celui créé par un autre',
      notOnPortal: 'vous avez vérifié : le douteux n’existe pas',
      accountEmail: 'adresse électronique du contact du compte',
      contact: 'contact technique : -name, -phone, -email, -fax',
      json: 'écrire un document JSON sur la sortie standard',
      headed: 'montrer le navigateur ; le laisser ouvert à la fin',
      until: 's’arrêter avant cette étape et montrer la suite',
      slowMo: 'pause entre les opérations du navigateur',
      pauseBefore: 'ouvrir l’Inspecteur avant cette étape',
      pauseOnError: 'ouvrir l’Inspecteur sur une erreur',
      trace: 'garder des traces sans secret ; tout journaliser',
      verbose: 'tout journaliser, avec les piles d’appels',
      steps: 'Étapes :',
      fresh: 'recommencer de zéro',
      port: 'port d’écoute (sinon : un libre)',
      language: 'langue de ses pages',
      skin: 'technique des formulaires : HTML simple, select2…',
      opens: 'comment s’ouvre l’application EDI',
      menu: 'accès à « Gérer raccordement API »',
      sends: 'envoi des formulaires',
      dialogs: 'dialogues affichés par-dessus les pages',
      fault: 'une panne, p. ex. declare:reset-after:times=2',
      api: 'bruit de son API officielle, p. ex. every=10,seed=2',
      listFaults: 'lister les pannes possibles',
      secondFactor: 'totp, email ou none',
      signInScreen: 'une page de Keycloak : docs/sign-in-screens.md',
      help: 'afficher cette aide',
      version: 'afficher la version',
    },
  },
});
