import type { Texts } from '../texts.ts';

const sirets = (count: number): string => (count === 1 ? 'Un SIRET' : `${count} SIRET`);

const accounts = (count: number): string => (count === 1 ? 'Un compte' : `${count} comptes`);

export const boardTextsFr: Texts['board'] = {
  help: {
    board: 'servir une page de suivi en lecture seule',
    port: 'port d’écoute (par défaut : 8700)',
    listen: 'adresse d’écoute (par défaut : 127.0.0.1) ; une autre exige RACCORD_BOARD_TOKEN',
    hostName: 'un autre nom d’hôte, tel que celui d’un proxy',
  },
  ready: (address) => `Le tableau de bord est sur ${address} (Ctrl-C l’arrête).`,
  refusals: {
    400: 'Cette adresse n’est pas valable.',
    401: 'Le jeton manque ou est faux. Laissez le nom d’utilisateur vide et saisissez le jeton comme mot de passe.',
    404: 'Cette page n’existe pas.',
    405: 'Cette page est en lecture seule.',
    421: 'Le tableau de bord ne répond pas sous ce nom d’hôte : ajoutez-le avec --host-name.',
    500: 'La page n’a pas pu être produite. Voyez ce que la commande a affiché.',
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
    nothing: 'Rien à faire',
    unreadable: 'Un registre est illisible',
    none: 'Rien n’a encore été fait ici',
  },
  noneYet: 'Le premier SIRET apparaîtra ici. Pour commencer :',
  sections: {
    todo: 'À faire d’abord',
    working: 'En cours',
    queue: 'File d’attente',
    totals: 'SIRET par état',
    passwords: 'Mots de passe',
    runs: 'Derniers passages',
    history: 'Ce qui s’est passé',
    deliveries: 'Livraisons',
  },
  todo: {
    'sign-in-refused': (login, at) =>
      `Le portail a refusé ${login} le ${at}. raccord ne réessaie pas avant qu’une personne se soit connectée.`,
    'last-run': (command, means) => `Le dernier ${command} s’est arrêté : ${means}`,
    'last-run-unfinished': (command, left) =>
      `Le dernier ${command} est inachevé : processus tué, ou machine arrêtée${left}.`,
    unsettled: (count) =>
      `${sirets(count)} avec un clic dont le résultat n’a pas été lu. Le prochain passage le lit, sans jamais cliquer deux fois.`,
    doubtful: (count) =>
      `${sirets(count)} en doute : on ne connaît pas l’effet d’un clic. Consultez les listes du portail.`,
    unproven: (count) =>
      count === 1
        ? 'Un compte dont rien ne prouve qu’il a été créé par raccord : le mot de passe est gardé, et n’est livré qu’une fois prouvé.'
        : `${count} comptes dont rien ne prouve qu’ils ont été créés par raccord : le mot de passe est gardé, et n’est livré qu’une fois prouvé.`,
    'password-missing': (count) =>
      `${accounts(count)} sans mot de passe ici. Cette commande en définit un nouveau, et l’ancien cesse de fonctionner :`,
    failed: (count, code) => `${sirets(count)} en échec : ${code}`,
    unlisted: (count) =>
      `Mots de passe scellés absents du registre : ${count}. Le registre a été perdu, ou c’est une copie ancienne.`,
    undelivered: (count) =>
      count === 1 ? 'Une livraison est en attente.' : `${count} livraisons sont en attente.`,
    expired: (count) => `${accounts(count)} dont le mot de passe a expiré`,
    expiring: (count, days) => `${accounts(count)} dont le mot de passe expire d’ici ${days} jours`,
    paused: (login, since, reason) =>
      `Aucun worker ne prend ${login} : ce compte est en pause depuis le ${since} (${reason}).`,
    'paused-on-request': (login, since) =>
      `Aucun worker ne prend ${login} : une personne l’a mis en pause le ${since}.`,
    'mend-first': 'À reprendre une fois la cause réglée ; sinon il serait remis en pause.',
    parked: (count) =>
      count === 1
        ? 'Un SIRET mis de côté : trois workers ont disparu en le traitant.'
        : `${count} SIRET mis de côté : pour chacun, trois workers ont disparu en le traitant.`,
    'parked-by': (workers) =>
      `Cherchez d’abord ce qui a arrêté les workers${workers.length === 0 ? '' : `, en dernier ${workers.join(', ')}`}.`,
    'failed-in-queue': (count) =>
      count === 1
        ? 'Un SIRET en échec dans la file n’est pas retenté avant d’y être remis par :'
        : `${count} SIRET en échec dans la file ne sont pas retentés avant d’y être remis par :`,
    'no-worker': (count) =>
      count === 1
        ? 'Un SIRET attend et aucun worker ne tourne.'
        : `${count} SIRET attendent et aucun worker ne tourne.`,
    'not-taken': (login) => `${login} a des SIRET en attente, et aucun worker libre ne le prend.`,
    'why-not-taken':
      'Un worker ne prend que les comptes de ses profils et, sans CHORUS_TOTP_SECRET, seulement là où une personne s’est connectée.',
  },
  readReport: 'Le rapport dit ce qui était attendu, ce qui a été trouvé et ce qu’il faut faire :',
  atStep: (step) => `à l’étape « ${step} »`,
  others: (count) => (count === 1 ? 'et un autre' : `et ${count} autres`),
  working: {
    none: 'Rien ne tourne en ce moment.',
    leases: { writer: 'écrit sur le portail', deliverer: 'livre des identifiants' },
    where: (host, pid) => `${host}, processus ${pid}`,
    since: (moment) => `depuis le ${moment}`,
    between: 'entre deux étapes',
    ofAll: (done, all) => `${done} SIRET sur ${all}`,
    failed: (count) => (count > 1 ? `${count} échecs` : `${count} échec`),
    timeLeft: (span) => `encore ${span} environ`,
    noTimeYet: 'le temps restant est estimé après le deuxième SIRET',
    progress: 'Avancement',
  },
  queue: {
    columns: { rows: 'SIRET', waitingSince: 'En attente depuis', inHand: 'Traite' },
    counts: {
      waiting: (count) => `${count} en attente`,
      running: (count) => `${count} en cours`,
      done: (count) => (count > 1 ? `${count} faits` : `${count} fait`),
      failed: (count) => (count > 1 ? `${count} échecs` : `${count} échec`),
      parked: (count) => `${count} de côté`,
    },
    paused: 'en pause',
    until: (moment) => `jusqu’au ${moment}`,
    workers: 'Workers',
    setAside: 'En échec et mis de côté',
    ago: (span) => `il y a ${span}`,
    alive: 'en marche',
    silent: 'n’est plus vu',
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
    delivered: 'Tous les mots de passe ont été livrés.',
    noSinks: 'Aucune destination n’est configurée pour les mots de passe.',
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
  noRuns: 'Aucun passage pour l’instant.',
  filter: {
    legend: 'Afficher',
    siret: 'SIRET, ou ses premiers chiffres',
    state: 'État',
    any: 'tous',
    submit: 'Afficher',
    clear: 'Tout afficher',
    found: (count, all) => (count === all ? `${all} SIRET` : `${count} SIRET sur ${all}`),
    none: 'Aucun SIRET ne correspond.',
    open: {
      failed: 'en échec',
      unsettled: 'résultat non lu',
      doubtful: 'en doute',
      unproven: 'non prouvé',
      'password-missing': 'mot de passe manquant',
      undelivered: 'non livré',
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
    noEvents: 'Rien pour l’instant.',
  },
  streams: { connection: 'Raccordement', account: 'Compte', renewal: 'Mot de passe' },
  events: {
    'not-seen': 'absent de la liste du portail',
    'seen-other': 'vu dans la liste du portail, non créé par raccord',
    sealed: 'mot de passe relevé et scellé',
    imported: 'mot de passe importé d’un autre poste',
    'imported-unproven': 'mot de passe importé, non prouvé',
    intended: 'sur le point d’être envoyé',
    accepted: 'accepté par le portail',
    refused: 'refusé par le portail',
    confirmed: 'confirmé',
    unproven: 'dans la liste, mais peut-être créé par quelqu’un d’autre',
    'settled-absent': 'recherché de nouveau : cela n’a pas eu lieu',
    refuted: 'cela n’a pas eu lieu',
    doubted: 'en doute : une personne doit regarder',
    failed: 'échec',
    'went-well': 'réussi',
  },
  footer: {
    readOnly: 'Cette page est en lecture seule. Aucun mot de passe n’y figure.',
    refresh: (seconds) => `Actualiser toutes les ${seconds} s`,
    still: 'Ne plus actualiser',
    programs: 'Pour les programmes :',
  },
};
