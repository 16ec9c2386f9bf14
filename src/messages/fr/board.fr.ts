import type { Texts } from '../texts.ts';

const sirets = (count: number): string => (count === 1 ? 'Un SIRET' : `${count} SIRET`);

const accounts = (count: number): string => (count === 1 ? 'Un compte' : `${count} comptes`);

export const boardTextsFr: Texts['board'] = {
  help: {
    board: 'une page à regarder, qui ne change rien',
    port: 'port d’écoute (par défaut : 8700)',
    listen: 'adresse d’écoute (par défaut : 127.0.0.1) ; une autre exige RACCORD_BOARD_TOKEN',
    hostName: 'un nom par lequel un mandataire l’appelle, outre le sien',
  },
  ready: (address) => `Le tableau de bord est sur ${address} (Ctrl-C l’arrête).`,
  refusals: {
    400: 'Cette adresse est illisible.',
    401: 'Le jeton manque, ou n’est pas le bon. Laissez le nom vide, et donnez le jeton comme mot de passe.',
    404: 'Il n’y a pas de telle page ici.',
    405: 'Cette page se regarde, et rien de plus.',
    421: 'Ce nom n’est pas de ceux du tableau de bord : --host-name l’ajoute.',
    500: 'La page n’a pas pu être faite. Voyez ce que la commande a écrit.',
  },
  home: 'Vue d’ensemble',
  sirets: 'SIRET',
  readAt: 'État au',
  when: 'Quand',
  skip: 'Aller au contenu',
  pages: 'Pages',
  profile: 'Profil',
  profiles: 'Profils',
  ofHome: 'Dossier',
  verdict: {
    todo: (count) => (count === 1 ? 'Une chose à faire' : `${count} choses à faire`),
    nothing: 'Rien ne vous attend',
    unreadable: 'Un registre est illisible',
    none: 'Rien n’a encore été fait ici',
  },
  noneYet: 'Le premier SIRET apparaîtra ici. Pour commencer :',
  sections: {
    todo: 'À faire d’abord',
    working: 'Au travail',
    totals: 'Où ils en sont',
    passwords: 'Mots de passe',
    runs: 'Derniers passages',
    history: 'Ce qui s’est passé',
    deliveries: 'Remises',
  },
  todo: {
    'sign-in-refused': (login, at) =>
      `Le portail a refusé ${login} le ${at}. Rien n’est retenté avant qu’une personne se soit connectée.`,
    'last-run': (command, means) => `Le dernier ${command} s’est arrêté : ${means}`,
    doubtful: (count) =>
      `${sirets(count)} en doute : nul ne sait ce qu’est devenu un clic. Regardez les listes du portail.`,
    unproven: (count) =>
      count === 1
        ? 'Un compte dont rien ne prouve qu’il est de raccord : le mot de passe est gardé, et n’est pas remis avant d’être prouvé.'
        : `${count} comptes dont rien ne prouve qu’ils sont de raccord : le mot de passe est gardé, et n’est pas remis avant d’être prouvé.`,
    'password-missing': (count) =>
      `${accounts(count)} sans mot de passe ici. Ceci en met un nouveau, et l’ancien ne marche plus :`,
    failed: (count, code) => `${sirets(count)} en échec : ${code}`,
    unlisted: (count) =>
      `Mots de passe scellés que le registre ne connaît pas : ${count}. Il a été perdu, ou c’est une copie ancienne.`,
    undelivered: (count) =>
      count === 1 ? 'Une remise est en attente.' : `${count} remises sont en attente.`,
    expired: (count) => `${accounts(count)} dont le mot de passe a expiré`,
    expiring: (count, days) => `${accounts(count)} dont le mot de passe expire d’ici ${days} jours`,
  },
  readReport: 'Ce qui était attendu, ce qui a été trouvé et que faire sont dans le rapport :',
  atStep: (step) => `à l’étape « ${step} »`,
  others: (count) => (count === 1 ? 'et un autre' : `et ${count} autres`),
  working: {
    none: 'Rien ne tourne en ce moment.',
    leases: { writer: 'écrit sur le portail', deliverer: 'remet des mots de passe' },
    where: (host, pid) => `${host}, processus ${pid}`,
    since: (moment) => `depuis le ${moment}`,
    between: 'entre deux étapes',
    ofAll: (done, all) => `${done} SIRET sur ${all}`,
    failed: (count) => (count > 1 ? `${count} échecs` : `${count} échec`),
    timeLeft: (span) => `encore ${span} environ`,
    noTimeYet: 'le temps restant se connaît après le deuxième SIRET',
    progress: 'Avancement',
  },
  otherLogin: 'un autre administrateur',
  anyLogin: 'un administrateur qui se connecte',
  passwords: {
    expired: 'expirés',
    soon: (days) => `d’ici ${days} jours`,
    later: 'plus tard',
    unknown: 'sans date connue',
    next: 'Les prochains à expirer',
    none: 'Aucun compte n’est encore connu.',
    delivered: 'Chaque mot de passe est là où il doit être remis.',
    noSinks: 'Aucun lieu de remise des mots de passe n’est configuré.',
    pending: (sink, count) => `${sink} : ${count} en attente`,
  },
  days: (days) =>
    days < 0
      ? 'expiré'
      : days === 0
        ? 'aujourd’hui'
        : days === 1
          ? 'dans 1 jour'
          : `dans ${days} jours`,
  noRuns: 'Aucun passage encore.',
  filter: {
    legend: 'Montrer',
    siret: 'SIRET, ou ses premiers chiffres',
    state: 'État',
    any: 'tous',
    submit: 'Montrer',
    clear: 'Tout montrer',
    found: (count, all) => (count === all ? `${all} SIRET` : `${count} SIRET sur ${all}`),
    none: 'Aucun SIRET n’est ainsi.',
    open: {
      failed: 'en échec',
      doubtful: 'en doute',
      unproven: 'non prouvé',
      'password-missing': 'mot de passe manquant',
      undelivered: 'non remis',
      expired: 'mot de passe expiré',
      expiring: 'mot de passe expire bientôt',
    },
  },
  paging: {
    label: 'Autres pages',
    previous: 'Précédente',
    next: 'Suivante',
    page: (page, last) => `Page ${page} sur ${last}`,
  },
  siret: {
    said: 'Remarque',
    failures: 'Échec',
    updated: 'Dernier événement',
    credentials: 'Mots de passe',
    noEvents: 'Rien encore.',
  },
  streams: { connection: 'Raccordement', account: 'Compte', renewal: 'Mot de passe' },
  events: {
    'not-seen': 'absent de la liste du portail',
    'seen-other': 'vu dans la liste du portail, non fait par raccord',
    sealed: 'mot de passe relevé et scellé',
    imported: 'mot de passe repris d’une autre machine',
    'imported-unproven': 'mot de passe repris, non prouvé',
    intended: 'l’envoi va avoir lieu',
    accepted: 'accepté par le portail',
    refused: 'refusé par le portail',
    confirmed: 'confirmé',
    unproven: 'dans la liste, et peut-être d’un autre',
    'settled-absent': 'recherché de nouveau : cela n’a pas eu lieu',
    refuted: 'cela n’a pas eu lieu',
    doubted: 'en doute : une personne doit regarder',
    failed: 'échec',
    'went-well': 'bien passé',
  },
  footer: {
    readOnly: 'Cette page ne fait que lire. Aucun mot de passe n’y figure.',
    refresh: (seconds) => `Actualiser toutes les ${seconds} s`,
    still: 'Ne plus actualiser',
    programs: 'Pour les programmes :',
  },
};
