import type { Texts } from '../texts.ts';

/** Profile messages in French. */
export const profilesTextsFr: Texts['profiles'] = {
  help: {
    option: 'lit NOM.env à la place de .env ; va avec toute commande',
    profiles: 'les profils qu’il y a, et où en est chacun',
    note: 'raccord <commande> --profile NOM lit NOM.env à la place de .env ; plan, batch,\nrenew, verify, deliver, status et schedule le prennent plusieurs fois.',
  },
  heading: (name) => (name === undefined ? '\n── Tous les profils ──' : `\n── ${name} ──`),
  none: (folder) =>
    `Il n’y a pas encore de profil. Un profil est un fichier NOM.env, écrit comme .env, dans ${folder}`,
  notBegun: 'pas commencé',
  columns: {
    profile: 'Profil',
    exitCode: 'Sortie',
    failed: 'Échecs',
    expiring: 'Expirent',
    lastRun: 'Dernier passage',
  },
  lastRun: ({ command, at, exitCode }) => `${at} ${command}, sortie ${exitCode}`,
};
