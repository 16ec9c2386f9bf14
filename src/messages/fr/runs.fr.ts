import type { Texts } from '../texts.ts';

export const runsTextsFr: Texts['runs'] = {
  columns: {
    run: 'Passage',
    command: 'Commande',
    began: 'Début',
    took: 'Durée',
    end: 'Comment il s’est terminé',
  },
  means: {
    0: 'fait',
    1: 'échec',
    2: 'entrée ou configuration incorrecte',
    3: 'portail indisponible',
    4: 'connexion refusée',
    5: 'une personne est requise',
    6: 'une page n’est pas celle attendue',
    130: 'interrompu',
  },
  left: (count) => `${count} SIRET non traités`,
  running: 'en cours',
  noEnd: 'inachevé (processus tué, ou machine arrêtée)',
  last: (command, at, end) => `Dernier passage : ${command}, ${at}, code de sortie ${end}`,
  lastOpen: (command, at, state) => `Dernier passage : ${command}, commencé le ${at}, ${state}`,
  reportOf: (run, file) => `Rapport de ${run} : ${file}`,
  help: {
    runs: 'lister les passages, du dernier au premier, et leur fin',
    last: 'seulement les N derniers (20 par défaut)',
    open: 'ouvrir le rapport de ce passage, ou du dernier',
  },
};
