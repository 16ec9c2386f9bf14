import type { Texts } from '../texts.ts';

/** Messages for a person who watches raccord at work, in French. */
export const debugTextsFr: Texts['debug'] = {
  endedBy: (code) => `Terminé par ${code} ; le message entier suit à la fin.`,
  openUntilEnter:
    'Le navigateur reste ouvert. Entrée ici, ou la fermeture de sa fenêtre, y met fin.',
  openUntilClosed: 'Le navigateur reste ouvert jusqu’à la fermeture de sa fenêtre.',
  stoppedBefore: (step, words) =>
    `Arrêt avant ${step} (${words}) : rien de cette étape n’a été fait.`,
  inspector: (step, words, code) =>
    code === undefined
      ? `EN PAUSE avant ${step} (${words}), qui n’a pas commencé : ▶ ou F8 continue`
      : `EN PAUSE sur ${code}, à ${step} (${words}) : ▶ ou F8 continue`,
  paused: (step, words, code) =>
    code === undefined
      ? `En pause avant ${step} (${words}) : rien de cette étape n’a été fait. Pour continuer : ▶ ou F8 dans l’Inspecteur de Playwright.`
      : `En pause sur ${code}, à l’étape ${step} (${words}). Pour continuer : ▶ ou F8 dans l’Inspecteur de Playwright.`,
  next: (what) => `Ensuite, raccord ${what}.`,
  would: {
    'open-connections': () => 'ouvrirait l’application « Raccordement EDI et API »',
    'read-connections': () => 'lirait les raccordements de ce SIRET ; cela ne change rien',
    'fill-declaration': () =>
      'ouvrirait le formulaire d’une nouvelle déclaration et le remplirait ; rien n’est envoyé',
    'submit-declaration': (name) =>
      `noterait son intention et cliquerait une fois « Valider », ce qui déclare « ${name} »`,
    'open-account-form': () =>
      's’assurerait que le coffre s’écrit et ouvrirait le formulaire « Compte technique »',
    'choose-structure': () => 'choisirait ce SIRET et lirait ses comptes',
    'capture-credential': () =>
      'relèverait identifiant et mot de passe et les scellerait ; rien n’est envoyé',
    'submit-account': (login) =>
      `noterait son intention et cliquerait une fois « Soumettre », ce qui crée ${login}`,
  },
  cannotSend:
    'Jusqu’à la fermeture du navigateur, rien qui change le portail ne peut en être envoyé.',
  notValid:
    'L’identifiant scellé n’est pas valide, puisque son formulaire n’a pas été envoyé : la prochaine exécution en scelle un autre.',
  notReached: (step) => `${step} n’a pas été atteint : raccord n’avait rien à y faire.`,
  trace: {
    help: 'ouvrir la dernière trace d’un SIRET dans Playwright',
    opening: (file) => `Ouverture de ${file}`,
    opened: 'Elle est montrée ; Ctrl-C ou la fermeture de sa fenêtre y met fin.',
    others: (count, folder) => `${count} autre(s) de la même exécution dans ${folder}`,
    noDisplay: 'Il n’y a pas d’écran ici pour l’ouvrir. Copiez le fichier, puis lancez là-bas :',
  },
};
