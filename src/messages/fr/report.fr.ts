import type { Texts } from '../texts.ts';

const agreed = (word: string) => (count: number) => (count > 1 ? `${word}s` : word);

export const reportTextsFr: Texts['report'] = {
  contents: 'Sommaire',
  sections: {
    todo: 'À faire d’abord',
    totals: 'Bilan',
    failures: 'À reprendre',
    steps: 'Temps par étape',
    others: 'Les autres',
    all: 'Tous les SIRET',
  },
  resources: { connection: 'Raccordement', account: 'Compte' },
  resourcePlurals: { connection: 'Raccordements', account: 'Comptes' },
  counted: {
    created: agreed('créé'),
    recovered: agreed('récupéré'),
    unproven: (count) => (count > 1 ? 'non prouvés' : 'non prouvé'),
    existing: agreed('existant'),
    skipped: agreed('non demandé'),
    failed: (count) => (count > 1 ? 'échecs' : 'échec'),
  },
  stopped: 'Arrêté avant la fin.',
  notReached: (count) =>
    count === 1 ? 'Un SIRET n’a pas été traité.' : `${count} SIRET n’ont pas été traités.`,
  andMore: (count) => `et ${count} autres`,
  show: { legend: 'Afficher', all: 'tous' },
  index: {
    summary: (count) => `Trouver un des ${count} SIRET`,
    note: 'Dans l’ordre. La recherche du navigateur (Ctrl-F) trouve aussi ses 14 chiffres, un nom ou un login.',
    lookAt: 'à reprendre',
  },
  allOfIt: (signs) => `En entier (${signs} signes)`,
  nothing: 'Aucun SIRET n’a été traité.',
  doneBefore: 'déjà fait',
  times: {
    step: 'Étape',
    spread: 'Médiane, et jusqu’à p95',
    count: 'Nombre',
    median: 'Médiane',
    p95: 'p95',
    longest: 'La plus longue',
    note: 'Étapes réussies. p95 : dix-neuf sur vingt n’ont pas duré plus. La barre va jusqu’à la médiane, le trait fin jusqu’à p95.',
  },
  duration: 'Durée',
  pictures: {
    summary: (count) => (count === 1 ? 'Une image' : `${count} images`),
    some: (there, all) => `${there} images sur ${all}`,
    damaged: 'Le journal des étapes est endommagé : des images peuvent manquer.',
    noLog: 'Les images manquent : il n’y a pas de journal des étapes.',
    missing: 'L’image manque.',
    linked: 'Ouvrir l’image',
    notInside:
      'Non incluses, car cette page serait trop lourde ; elles sont dans le dossier des pièces.',
    enlarge: (step) => `Agrandir l’image : ${step}`,
    reduce: 'Réduire',
    alternative: (step) => `La page après cette étape : ${step}`,
    alternativeFailed: (step) => `La page où cette étape a échoué : ${step}`,
    failed: 'échec',
    withheld: (reason) => (reason === '' ? 'Pas d’image.' : `Pas d’image : ${reason}.`),
    reasons: {
      'the secret field could not be hidden': 'le champ secret n’a pas pu être masqué',
      'a secret is shown elsewhere': 'un secret est visible ailleurs sur la page',
    },
    folder: (path) => `Dossier des pièces : ${path}`,
  },
  footer: {
    files: 'Les mêmes données sous d’autres formes :',
    run: 'Passage',
    noSecret:
      'Ce rapport ne contient aucun mot de passe ; les champs qui en montrent un sont masqués sur les images.',
  },
  csv: {
    durationSeconds: 'Durée (s)',
    code: 'Code',
    what: 'Ce qui s’est passé',
    evidence: 'Pièces',
  },
};
