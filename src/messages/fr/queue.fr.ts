import type { Texts } from '../texts.ts';

const siret = (count: number): string => `${count} SIRET`;

export const queueTextsFr: Texts['queue'] = {
  help: {
    queueOption: 'mettre les lignes dans la file, et s’arrêter',
    worker: 'prendre des comptes dans la file et traiter leurs SIRET',
    once: 's’arrêter dès qu’il n’y a plus rien à prendre',
    queue: 'montrer ce qui attend les workers, et qui traite quoi',
    list: 'lister les comptes, les workers, et les lignes autres qu’en attente',
    pause: 'empêcher les workers de prendre un compte',
    resume: 'permettre de nouveau aux workers de prendre un compte',
    retry: 'remettre en file les lignes en échec ou mises de côté',
    retryAll: 'toutes celles en échec ou mises de côté',
    drain: 'demander aux workers de s’arrêter, chacun après sa ligne en cours',
    drainWorker: 'un worker, par son nom (par défaut : tous)',
    account: 'l’identifiant de l’administrateur (par défaut : CHORUS_LOGIN)',
  },
  queued: (count) => `Mis en file : ${siret(count)}.`,
  known: (count) => `Déjà dans la file : ${siret(count)}.`,
  knownRow: (row) => `  ${row.siret} : ${row.state}, ${row.login}`,
  states: {
    waiting: 'en attente',
    running: 'en cours',
    done: 'fait',
    failed: 'échec',
    parked: 'mis de côté',
  },
  reason: (code) =>
    code === 'WORKERS_LOST'
      ? 'WORKERS_LOST : trois workers ont disparu en le traitant'
      : code === 'ASKED'
        ? 'à la demande d’une personne'
        : code,
  oldNode: (version, needed) =>
    `pg-boss exige Node ${needed} ou une version plus récente ; ici, c’est ${version}. Il fonctionne, mais ses auteurs ne le garantissent pas.`,
  started: (worker, accounts) => `Worker ${worker} : ${accounts.join(', ')}`,
  taken: (login, waiting) => `${login} : pris, ${siret(waiting)} à traiter`,
  stopping: 'Aucune autre ligne n’est commencée ; le worker s’arrête après celles en cours.',
  pausedNow: (login, command) =>
    `${login} est en pause. Une fois le problème ci-dessus réglé : ${command}`,
  later: (login, code) => `${login} : ${code} ; nouvel essai plus tard`,
  unreachable: 'La base de données ne répond pas ; le worker réessaie.',
  parkedNow: (sirets, command) =>
    `Mis de côté, trois workers ayant disparu en le traitant : ${sirets.join(', ')}. Pour réessayer : ${command}`,
  noSession: (login, command) =>
    `${login} : aucun code ne peut être calculé (CHORUS_TOTP_SECRET) et personne ne s’est connecté ici ; ce worker ne le prend donc pas. Se connecter : ${command}`,
  empty: 'La file est vide.',
  noWorker: 'Aucun worker ne tourne.',
  accounts: {
    login: 'Compte',
    waiting: 'En attente',
    running: 'En cours',
    done: 'Faits',
    failed: 'Échecs',
    parked: 'De côté',
    standing: 'Situation',
  },
  heldBy: (host, pid, since) => `${host} (pid ${pid}) depuis ${since}`,
  paused: (reason, since, until) =>
    `en pause depuis ${since}${until === undefined ? '' : ` jusqu’à ${until}`} : ${reason}`,
  pinned: (host) => `seulement sur ${host}, où une personne s’est connectée`,
  workers: { id: 'Worker', seen: 'Vu le', standing: 'Situation' },
  draining: 's’arrête après sa ligne en cours',
  rows: { siret: 'SIRET', login: 'Compte', state: 'État', since: 'Depuis', why: 'Pourquoi' },
  next: (command) => `Suite : ${command}`,
  isPaused: (login) => `${login} est en pause.`,
  isResumed: (login) => `${login} peut de nouveau être pris.`,
  wasNotPaused: (login) => `${login} n’était pas en pause.`,
  retryWhile: (count) => `Remis en file : ${siret(count)}.`,
  asked: (workers) =>
    `Arrêt demandé à : ${workers.length === 0 ? 'personne, aucun worker ne tourne' : workers.join(', ')}`,
};
