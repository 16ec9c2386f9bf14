import type { Texts } from '../texts.ts';

/** Profile messages in French. */
export const profilesTextsFr: Texts['profiles'] = {
  help: {
    option: 'lire NOM.env à la place de .env ; valable partout',
    profiles: 'lister les profils et l’état de chacun',
    note: 'raccord <commande> --profile NOM lit NOM.env à la place de .env ; plan, batch,\nrenew, verify, deliver, status et schedule l’acceptent plusieurs fois.',
  },
  heading: (name) => (name === undefined ? '\n── Tous les profils ──' : `\n── ${name} ──`),
  none: (folder) =>
    `Il n’y a pas encore de profil. Un profil est un fichier NOM.env, écrit comme .env, dans ${folder}`,
  notBegun: 'non commencé',
  columns: {
    profile: 'Profil',
    exitCode: 'Sortie',
    failed: 'Échecs',
    expiring: 'Expirent',
    lastRun: 'Dernier passage',
  },
  lastRun: ({ command, at, exitCode }) => `${at} ${command}, sortie ${exitCode}`,
};
