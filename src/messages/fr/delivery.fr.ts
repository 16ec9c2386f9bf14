import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { Texts } from '../texts.ts';

const times = (count: number): string => `${count} essai${count === 1 ? '' : 's'}`;

export const deliveryTextsFr = (command: WriteCommand): Texts['delivery'] => ({
  columns: { sink: 'Destination', outcome: 'Livraison', message: 'Raison' },
  outcomes: { delivered: 'livré', failed: 'échec', pending: 'en attente' },
  summary: (delivered, failed, pending) =>
    `${delivered} livrés, ${failed} échecs, ${pending} en attente`,
  none: 'Il ne reste rien à livrer.',
  why: {
    down: 'pas essayé : la destination a échoué plusieurs fois de suite',
    interrupted: 'pas essayé : interrompu',
  },
  noKey: (count, path) =>
    `${count} livraisons en attente : la clé privée n’est pas sur ce poste (${path}). Lancez « ${command('deliver')} » là où elle est.`,
  beside: `Un autre processus raccord livre : lui, « ${command('deliver')} » ou le prochain passage remettront ce qui attend.`,
  delivered: (count) => `${count} identifiants livrés`,
  noSinks: 'RACCORD_DELIVER_FOLDER, RACCORD_VAULT_URL ou RACCORD_DELIVER_HOOK : manquant',
  unknownSink: (name, known) => `--sink ${name} : ne fait pas partie de ${known}`,
  again: `Corrigez ; « ${command('deliver')} » et le prochain passage réessaient.`,
  undelivered: (count) => `${count} livraisons en attente : « ${command('deliver')} » les essaie.`,
  doubtful: (count) =>
    `${count} SIRET douteux : « ${command('status', '--state', 'doubtful')} » les montre.`,
  unproven: (count) =>
    `Comptes dont rien ne prouve qu’ils sont de raccord : ${count}. « ${command('status', '--state', 'unproven')} » les montre, « ${command('verify')} » prouve leurs mots de passe.`,
  metricsWritten: (file) => `Mesures écrites dans ${file}`,
  hook: {
    exit: (code, attempts) => `le programme a fini avec le code ${code}, ${times(attempts)}`,
    signal: (signal, attempts) => `le programme a été arrêté par ${signal}, ${times(attempts)}`,
    timeout: (seconds, attempts) =>
      `le programme a été arrêté après ${seconds} s, ${times(attempts)}`,
    notStarted: (reason) => `le programme n’a pas pu être lancé : ${reason}`,
    said: (words) => `. Il a dit : ${words}`,
  },
  vault: {
    unreachable: (host, reason) => `${host} ne répond pas : ${reason}`,
    certificate: (host, reason) =>
      `le certificat de ${host} n’est pas accepté (${reason}) : pour une autorité privée, donnez son fichier (PEM) dans NODE_EXTRA_CA_CERTS`,
    proxyRefuses: (host, proxy, status) =>
      `le proxy ${proxy} ne laisse pas passer vers ${host} (HTTP ${status}) : HTTPS_PROXY, ou NO_PROXY s’il se joint sans proxy`,
    sealed: (host) => `${host} est scellé ou pas prêt (503) : quelqu’un doit le desceller`,
    faulty: (host, status) => `${host} est en panne (HTTP ${status})`,
    signInRefused: (status) =>
      `le serveur a refusé le rôle et son secret (HTTP ${status}) : vérifiez RACCORD_VAULT_ROLE_ID et _SECRET_ID`,
    forbidden: (path) =>
      `le serveur interdit d’écrire ${path} (403) : le jeton a expiré, ou ses droits n’ont pas create et update`,
    noMount: (path) =>
      `il n’y a rien à ${path} (404) : vérifiez RACCORD_VAULT_MOUNT, un montage KV version 2, et RACCORD_VAULT_NAMESPACE`,
    notVersion2: (mount) => `${mount} n’a pas répondu comme un montage KV version 2`,
    changedMeanwhile: (path) => `quelqu’un d’autre a écrit ${path} au même moment`,
    mustRead: (path) =>
      `le montage exige check-and-set (cas_required) et le jeton ne peut pas lire ${path} : donnez-lui la lecture`,
    refused: (status) => `le serveur a refusé (HTTP ${status})`,
    readsBackDifferent: (path) => `${path} ne se relit pas comme il a été écrit`,
    sentElsewhere: (host) =>
      `le serveur renvoie vers ${host}, que RACCORD_VAULT_ALLOWED_HOSTS ne permet pas`,
    said: (words) => `. Il a dit : ${words}`,
  },
  exported: (count, file) => `${count} identifiants écrits dans ${file} (mode 600)`,
  onlyRevealed:
    '--output : manquant ; les mots de passe ne vont sur la sortie standard qu’avec --reveal (un lot scellé toujours)',
  formulas: (count) =>
    `${count} mots de passe commencent comme une formule. Ils sont écrits tels quels : faites lire ce fichier par un programme, pas par un tableur.`,
  unlisted: (count) =>
    `${count} mots de passe scellés sont dans le coffre et pas dans le registre : « ${command('doctor', '--take-in')} » les reprend.`,
  passwordMissing: (count) =>
    `${count} comptes n’ont pas de mot de passe ici : « ${command('renew', '--adopt')} » en fait un nouveau, « ${command('run', '--new-account')} » crée un autre compte.`,
  takenIn: (count) =>
    `${count} mots de passe scellés repris, non prouvés : le prochain « ${command('batch')} » ou « ${command('run')} » regarde leurs comptes.`,
  /** Reasons why a sealed file is not imported. */
  left: {
    otherPortal: (portal) => `il est du portail ${portal}`,
    state: (state) => `son compte est ${state} ici ; « ${command('run')} » le règle d’abord`,
  },
  imported: (imported, known) => `${imported} identifiants importés, ${known} étaient déjà là`,
  bundle: {
    unreadable: ({ reason }) => reason,
    'other-portal': ({ portal, own }) =>
      `il vient du portail ${portal}, et ce RACCORD_HOME travaille sur ${own}`,
    twice: ({ siret }) => `${siret} : il y est deux fois`,
    digest: ({ siret }) => `${siret} : le fichier scellé n’est pas celui qui a été exporté`,
    content: ({ siret, reason }) =>
      `${siret} : le fichier scellé est abîmé, ou celui d’un autre (${reason})`,
    state: ({ siret, state }) =>
      `${siret} : son compte est « ${state} » ici ; « ${command('run')} » le règle d’abord`,
    later: ({ siret }) => `${siret} : un identifiant plus récent est ici`,
    renewed: ({ siret }) => `${siret} : son compte est renouvelé sur ce poste`,
    'file-there': ({ siret, file }) => `${siret} : ${file} est là, et c’est un autre fichier`,
  },
  help: {
    deliver: 'livrer ce qui reste à livrer ; les échecs sont réessayés',
    siret: 'ceux de cet établissement seulement',
    sink: 'une destination : folder, vault, hook, ou son nom entier',
    dryRun: 'dire ce qui est en attente, ne rien livrer',
    unproven: 'aussi ceux de comptes peut-être créés par d’autres',
    metrics: 'écrire un fichier pour Prometheus, au lieu du tableau',
    export: 'tous les identifiants valables dans un fichier, en clair ou scellés',
    output: 'fichier à écrire, mode 600 (sinon : sortie standard)',
    format: 'json (sinon), env, csv, ou sealed, qui n’a pas besoin de clé',
    reveal: 'écrire les mots de passe en clair sur la sortie standard',
    import: 'reprendre le lot scellé d’un autre poste',
    file: 'ce que export --format sealed y a écrit',
  },
});
