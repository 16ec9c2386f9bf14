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
    down: 'non essayé : la destination a échoué plusieurs fois de suite',
    interrupted: 'non essayé : interrompu',
  },
  noKey: (count, path) =>
    `${count} livraisons en attente : la clé privée n’est pas sur ce poste (${path}). Lancez « ${command('deliver')} » là où elle est.`,
  beside: `Un autre processus raccord livre déjà : ce processus, « ${command('deliver')} » ou le prochain passage livreront ce qui est en attente.`,
  delivered: (count) => `${count} identifiants livrés`,
  noSinks: 'RACCORD_DELIVER_FOLDER, RACCORD_VAULT_URL ou RACCORD_DELIVER_HOOK : manquant',
  unknownSink: (name, known) => `--sink ${name} : ne fait pas partie de ${known}`,
  again: `Corrigez ; « ${command('deliver')} » et le prochain passage réessaient.`,
  undelivered: (count) =>
    `${count} livraisons en attente : « ${command('deliver')} » relance l’essai.`,
  doubtful: (count) =>
    `${count} SIRET douteux : « ${command('status', '--state', 'doubtful')} » les montre.`,
  unproven: (count) =>
    `Comptes dont rien ne prouve qu’ils ont été créés par raccord : ${count}. « ${command('status', '--state', 'unproven')} » les montre, « ${command('verify')} » vérifie leurs mots de passe.`,
  metricsWritten: (file) => `Mesures écrites dans ${file}`,
  hook: {
    exit: (code, attempts) => `le programme s’est terminé avec le code ${code}, ${times(attempts)}`,
    signal: (signal, attempts) => `le programme a été arrêté par ${signal}, ${times(attempts)}`,
    timeout: (seconds, attempts) =>
      `le programme a été arrêté après ${seconds} s, ${times(attempts)}`,
    notStarted: (reason) => `le programme n’a pas pu être lancé : ${reason}`,
    said: (words) => `. Il a dit : ${words}`,
  },
  vault: {
    unreachable: (host, reason) => `${host} ne répond pas : ${reason}`,
    certificate: (host, reason) =>
      `le certificat de ${host} n’est pas accepté (${reason}) : pour une autorité privée, indiquez son fichier (PEM) dans NODE_EXTRA_CA_CERTS`,
    proxyRefuses: (host, proxy, status) =>
      `le proxy ${proxy} refuse l’accès à ${host} (HTTP ${status}) : vérifiez HTTPS_PROXY, ou ajoutez l’hôte à NO_PROXY s’il se joint sans proxy`,
    sealed: (host) => `${host} est scellé ou n’est pas prêt (503) : quelqu’un doit le desceller`,
    faulty: (host, status) => `${host} est en panne (HTTP ${status})`,
    signInRefused: (status) =>
      `le serveur a refusé le rôle et son secret (HTTP ${status}) : vérifiez RACCORD_VAULT_ROLE_ID et _SECRET_ID`,
    forbidden: (path) =>
      `le serveur interdit d’écrire ${path} (403) : le jeton a expiré, ou sa politique n’accorde pas create et update`,
    noMount: (path) =>
      `il n’y a rien à ${path} (404) : vérifiez RACCORD_VAULT_MOUNT, un montage KV version 2, et RACCORD_VAULT_NAMESPACE`,
    notVersion2: (mount) => `${mount} n’a pas répondu comme un montage KV version 2`,
    changedMeanwhile: (path) => `quelqu’un d’autre a écrit ${path} au même moment`,
    mustRead: (path) =>
      `le montage exige check-and-set (cas_required) et le jeton ne peut pas lire ${path} : accordez-lui la lecture`,
    refused: (status) => `le serveur a refusé (HTTP ${status})`,
    readsBackDifferent: (path) => `${path} n’est pas relu tel qu’il a été écrit`,
    sentElsewhere: (host) =>
      `le serveur renvoie vers ${host}, que RACCORD_VAULT_ALLOWED_HOSTS n’autorise pas`,
    said: (words) => `. Il a dit : ${words}`,
  },
  exported: (count, file) => `${count} identifiants écrits dans ${file} (mode 600)`,
  onlyRevealed:
    '--output : manquant ; les mots de passe ne vont sur la sortie standard qu’avec --reveal (inutile pour un lot scellé)',
  formulas: (count) =>
    `${count} mots de passe commencent comme une formule. Ils sont écrits tels quels : faites lire ce fichier par un programme, pas par un tableur.`,
  unlisted: (count) =>
    `${count} mots de passe scellés sont dans le coffre mais pas dans le registre : « ${command('doctor', '--take-in')} » les y ajoute.`,
  passwordMissing: (count) =>
    `${count} comptes n’ont pas de mot de passe ici : « ${command('renew', '--adopt')} » en définit un nouveau, « ${command('run', '--new-account')} » crée un autre compte.`,
  takenIn: (count) =>
    `${count} mots de passe scellés ajoutés au registre, non prouvés : le prochain « ${command('batch')} » ou « ${command('run')} » vérifie leurs comptes.`,
  /** Reasons why a sealed file is not imported. */
  left: {
    otherPortal: (portal) => `il vient du portail ${portal}`,
    state: (state) => `son compte est ${state} ici ; « ${command('run')} » le règle d’abord`,
  },
  imported: (imported, known) => `${imported} identifiants importés, ${known} étaient déjà là`,
  restored: (count) =>
    `${count} fichiers scellés qui manquaient ou avaient changé ici sont revenus, tels qu’exportés`,
  bundle: {
    unreadable: ({ reason }) => reason,
    'other-portal': ({ portal, own }) =>
      `il vient du portail ${portal}, alors que ce RACCORD_HOME est celui de ${own}`,
    twice: ({ siret }) => `${siret} : il y figure deux fois`,
    digest: ({ siret }) => `${siret} : le fichier scellé n’est pas celui qui a été exporté`,
    content: ({ siret, reason }) =>
      `${siret} : le fichier scellé est endommagé, ou celui d’un autre (${reason})`,
    state: ({ siret, state }) =>
      `${siret} : son compte est « ${state} » ici ; « ${command('run')} » le règle d’abord`,
    later: ({ siret }) => `${siret} : ce poste a un identifiant plus récent`,
    renewed: ({ siret }) => `${siret} : son compte est renouvelé sur ce poste`,
    'file-there': ({ siret, file }) => `${siret} : ${file} existe déjà, et c’est un autre fichier`,
  },
  help: {
    deliver: 'livrer ce qui est en attente, et réessayer les échecs',
    siret: 'ceux de cet établissement seulement',
    sink: 'une destination : folder, vault, hook, ou son nom complet',
    dryRun: 'montrer ce qui est en attente, sans rien livrer',
    unproven: 'y compris ceux de comptes peut-être créés par d’autres',
    metrics: 'écrire un fichier pour Prometheus, au lieu du tableau',
    export: 'écrire les identifiants en vigueur, en clair ou scellés',
    output: 'fichier à écrire, mode 600 (sinon : sortie standard)',
    format: 'json (sinon), env, csv, ou sealed, qui n’a pas besoin de clé',
    reveal: 'écrire les mots de passe en clair sur la sortie standard',
    import: 'importer le lot scellé d’un autre poste',
    file: 'le fichier écrit par export --format sealed',
  },
});
