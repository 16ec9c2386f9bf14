import type { ExitCode } from '../domain/errors.ts';
import type { notifyTextsEn } from './notify-texts-en.ts';

export const notifyTextsFr: typeof notifyTextsEn = {
  language: 'fr',
  labels: {
    command: 'Commande',
    portal: 'Portail',
    began: 'Début',
    ended: 'Fin',
    took: 'Durée',
    counts: 'Raccordements et comptes',
    exitCode: 'Code de sortie',
    stopped: 'Arrêté',
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
  more: (count) => `et ${count} autres : voir le rapport`,
  footer: 'Envoyé par raccord, qui n’envoie jamais de mot de passe.',
  sent: 'la fin du passage a été annoncée',
  failed: 'la fin du passage n’a pas pu être annoncée',
  certificate: (reason) =>
    `le certificat du serveur n’est pas accepté (${reason}) : pour une autorité privée, donnez son fichier (PEM) dans NODE_EXTRA_CA_CERTS`,
};
