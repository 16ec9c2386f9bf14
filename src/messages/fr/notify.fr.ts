import type { ExitCode } from '../../errors/exit-code.ts';
import type { Texts } from '../texts.ts';

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
    deliveries: 'Remises',
    proofs: 'Preuves',
    inOrder: 'En ordre',
    left: 'Pas commencés',
    exitCode: 'Code de sortie',
    stopped: 'Arrêté',
    expected: 'Attendu',
    found: 'Trouvé',
    report: 'Rapport',
    failures: 'Échecs',
  },
  outcome: (exitCode, failed, all) => {
    const after = all === 0 ? '' : `, après ${all} SIRET`;
    const ends: Readonly<Record<ExitCode, string>> = {
      0: all === 0 ? 'Rien à faire' : `Fait : ${all} SIRET`,
      1: failed === 0 ? 'Échec' : `${failed} SIRET sur ${all} en échec`,
      2: 'Pas lancé : entrée ou configuration fausse',
      3: `Portail indisponible${after}`,
      4: `Connexion refusée${after}`,
      5: `Une personne est requise${after}`,
      6: `Une page n’est pas celle attendue${after}`,
      130: `Interrompu${after}`,
    };
    return ends[exitCode];
  },
  inOrder: (count, all) => `${count} SIRET sur ${all} : rien à y faire`,
  left: (count) => `${count} SIRET : le prochain passage les reprend`,
  labelled: (label, value) => `${label} : ${value}`,
  next: (host, folder) => `Que faire, dans cet ordre, sur ${host} dans ${folder}`,
  again: 'Relancez la commande : elle lit d’abord et ne fait que ce qui manque.',
  more: (count) => `et ${count} autres : voir le rapport`,
  footer: 'Envoyé par raccord, qui n’envoie jamais de mot de passe.',
  pingFailed: 'le service qui veille n’a pas pu être prévenu du passage',
  trial: {
    subject: (host) => `ESSAI, rien ne s’est passé — raccord doctor sur ${host}`,
    body: (host) =>
      `Ceci est un essai que « raccord doctor --notify » a envoyé depuis ${host}. Aucun passage n’a commencé ni fini ; il n’y a rien à faire. La fin d’un passage arrivera par ce chemin.`,
  },
  notAttached: 'les lignes du rapport ne partent pas avec le courriel',
  sent: 'la fin du passage a été annoncée',
  failed: 'la fin du passage n’a pas pu être annoncée',
  certificate: (reason) =>
    `le certificat du serveur n’est pas accepté (${reason}) : pour une autorité privée, donnez son fichier (PEM) dans NODE_EXTRA_CA_CERTS`,
};
