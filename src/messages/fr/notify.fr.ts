import type { Counted } from '../../domain/outcome.ts';
import type { ExitCode } from '../../errors/exit-code.ts';
import type { Texts } from '../texts.ts';

const UNIT: Readonly<Record<Counted, (count: number) => string>> = {
  sirets: () => 'SIRET',
  accounts: (count) => (count < 2 ? 'compte' : 'comptes'),
};

export const notifyTextsFr: Texts['notify'] = {
  language: 'fr',
  labels: {
    host: 'Machine',
    command: 'Commande',
    portal: 'Portail',
    began: 'Début',
    ended: 'Fin',
    took: 'Durée',
    counts: 'Raccordements et comptes',
    renewals: 'Mots de passe',
    deliveries: 'Livraisons',
    proofs: 'Vérifications',
    inOrder: 'En ordre',
    left: 'Non commencés',
    exitCode: 'Code de sortie',
    stopped: 'Arrêté',
    afterwards: 'Après le travail',
    expected: 'Attendu',
    found: 'Trouvé',
    report: 'Rapport',
    failures: 'Échecs',
  },
  outcome: (exitCode, { all, failed, left }, counted) => {
    const unit = UNIT[counted];
    const after = all === left ? '' : `, après ${all - left} ${unit(all - left)}`;
    const ends: Readonly<Record<ExitCode, string>> = {
      0: all === 0 ? 'Rien à faire' : `Fait : ${all} ${unit(all)}`,
      1: failed === 0 ? 'Échec' : `${failed} ${unit(failed)} sur ${all} en échec`,
      2: 'Non lancé : entrée ou configuration incorrecte',
      3: `Portail indisponible${after}`,
      4: `Connexion refusée${after}`,
      5: `Une personne est requise${after}`,
      6: `Une page n’est pas celle attendue${after}`,
      130: `Interrompu${after}`,
    };
    return ends[exitCode];
  },
  inOrder: (count, all, counted) => `${count} ${UNIT[counted](count)} sur ${all} : rien à y faire`,
  left: (count, counted) => `${count} ${UNIT[counted](count)} : le prochain passage les reprend`,
  labelled: (label, value) => `${label} : ${value}`,
  next: (host, folder) => `Que faire, dans cet ordre, sur ${host} dans ${folder}`,
  again: 'Relancez la commande : elle lit d’abord et ne fait que ce qui manque.',
  more: (count) => `et ${count} autres : voir le rapport`,
  footer: 'Envoyé par raccord, qui n’envoie jamais de mot de passe.',
  pingFailed: 'le service de surveillance n’a pas pu être averti du passage',
  trial: {
    subject: (host) => `ESSAI, aucun événement — raccord doctor sur ${host}`,
    body: (host) =>
      `Ceci est un message d’essai envoyé par « raccord doctor --notify » depuis ${host}. Aucun passage n’a commencé ni fini ; il n’y a rien à faire. Les messages de fin de passage ressembleront à celui-ci.`,
  },
  queue: {
    paused: (account) => `Compte en pause : ${account}`,
    parked: (count) => `${count} SIRET de côté : trois workers ont disparu`,
    account: 'Compte',
    at: 'Depuis',
    until: 'Jusqu’à',
    reason: 'Cause',
    resume: 'Laisser de nouveau les workers prendre le compte.',
    retry: 'Chercher ce qui a arrêté les workers, puis faire réessayer les lignes.',
    sent: 'la notification sur la file a été envoyée',
    failed: 'la notification sur la file n’a pas pu être envoyée',
  },
  notAttached: 'les lignes du rapport n’ont pas été jointes au courriel',
  sent: 'la notification de fin de passage a été envoyée',
  failed: 'la notification de fin de passage n’a pas pu être envoyée',
  certificate: (reason) =>
    `le certificat du serveur n’est pas accepté (${reason}) : pour une autorité privée, indiquez son fichier (PEM) dans NODE_EXTRA_CA_CERTS`,
};
