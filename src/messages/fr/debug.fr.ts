import type { Texts } from '../texts.ts';

/** Messages for a person who watches raccord at work, in French. */
export const debugTextsFr: Texts['debug'] = {
  endedBy: (code) => `Arrêté par ${code} ; le message complet suit à la fin.`,
  openUntilEnter:
    'Le navigateur reste ouvert. Pour finir, appuyez ici sur Entrée ou fermez sa fenêtre.',
  openUntilClosed: 'Le navigateur reste ouvert jusqu’à la fermeture de sa fenêtre.',
  stoppedBefore: (step, words) => `Arrêt avant ${step} (${words}) : cette étape n’a pas commencé.`,
  inspector: (step, words, code) =>
    code === undefined
      ? `EN PAUSE avant ${step} (${words}), qui n’a pas commencé : ▶ ou F8 pour continuer`
      : `EN PAUSE sur ${code}, à ${step} (${words}) : ▶ ou F8 pour continuer`,
  paused: (step, words, code) =>
    code === undefined
      ? `En pause avant ${step} (${words}) : cette étape n’a pas commencé. Pour continuer : ▶ ou F8 dans l’Inspecteur de Playwright.`
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
      'vérifierait qu’il peut écrire dans le coffre et ouvrirait le formulaire « Compte technique »',
    'choose-structure': () => 'choisirait ce SIRET et lirait ses comptes',
    'capture-credential': () =>
      'relèverait le login et le mot de passe et les scellerait ; rien n’est envoyé',
    'submit-account': (login) =>
      `noterait son intention et cliquerait une fois « Soumettre », ce qui crée ${login}`,
  },
  notValid:
    'L’identifiant scellé n’est pas valable, puisque son formulaire n’a pas été envoyé : le prochain passage en scelle un autre.',
  notReached: (step) => `${step} n’a pas été atteint : raccord n’avait rien à y faire.`,
  trace: {
    help: 'ouvrir la dernière trace d’un SIRET dans Playwright',
    opening: (file) => `Ouverture de ${file}`,
    opened: 'La trace est ouverte ; pour finir, fermez sa fenêtre ou faites Ctrl-C.',
    others: (count, folder) => `${count} autre(s) du même passage dans ${folder}`,
    noDisplay:
      'Il n’y a pas d’écran ici. Copiez le fichier sur un poste qui en a un, puis lancez-y :',
  },
};
