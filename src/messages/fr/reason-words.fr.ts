/** French for what raccord itself found: reasons are recorded in English. */
const REASONS: Readonly<Record<string, string>> = {
  // The portal and its pages.
  'no contact e-mail': 'aucune adresse électronique de contact',
  'the next page shows the same lines': 'la page suivante affiche les mêmes lignes',
  'stays empty': 'reste vide',
  'keeps changing': 'change sans cesse',
  'shows dots, not the password': 'affiche des points au lieu du mot de passe',
  'shows other words or dots with the password':
    'affiche d’autres mots ou des points avec le mot de passe',
  'shows a word, not the password': 'affiche un mot au lieu du mot de passe',
  'the browser was lost': 'le navigateur a été perdu',
  'the connection was cut': 'la connexion a été coupée',
  'the click was cut short': 'le clic a été interrompu',
  'nothing was sent: the machine stood still between the intent and the click':
    'rien n’a été envoyé : la machine s’est figée entre l’intention et le clic',
  'raccord said no to a question of the page, which a person has to answer':
    'raccord a répondu non à une question de la page, à laquelle une personne doit répondre',
  'the form is shown again without a word': 'le formulaire est réaffiché sans message',
  'the form is gone': 'le formulaire a disparu',
  'without a word': 'sans message',
  'and the page says': 'et la page dit',
  'no word within': 'aucun message en',
  'no answer within': 'pas de réponse en',
  'no answer': 'pas de réponse',
  'the page keeps redrawing it': 'la page le redessine sans cesse',
  'the list does not open': 'la liste ne s’ouvre pas',
  'the page gave no value': 'la page n’a donné aucune valeur',
  'shows no TECH_': 'n’affiche pas TECH_',
  ', not TECH_': ', et non TECH_',
  // The portal's list.
  "and the portal's list shows an account that somebody else may have created":
    'et la liste du portail montre un compte que quelqu’un d’autre a pu créer',
  "and the portal's list shows a different account with that login":
    'et la liste du portail montre un autre compte sous ce login',
  "and the portal's list shows a change that may be somebody else's":
    'et la liste du portail montre un changement que quelqu’un d’autre a pu faire',
  "and the portal's list shows a different change":
    'et la liste du portail montre un autre changement',
  "and the portal's list could not show the change: it would look the same":
    'et la liste du portail ne pourrait pas montrer le changement : elle serait la même',
  "and the portal's list shows no new expiry":
    'et la liste du portail ne montre pas de nouvelle expiration',
  "and the portal's list does not show the account":
    'et la liste du portail ne montre pas le compte',
  "and the portal's list cannot tell": 'et la liste du portail ne permet pas de le savoir',
  "and the portal's list shows": 'et la liste du portail en montre',
  'more than before; raccord made at most one': 'de plus qu’avant ; raccord en a créé un au plus',
  "done, but not in the portal's list": 'fait, mais absent de la liste du portail',
  "but not in the portal's list": 'mais absent de la liste du portail',
  'a password is kept, but it is not known whether it opens the account':
    'un mot de passe est gardé, mais on ne sait pas s’il ouvre le compte',
  // Sealed files and the ledger.
  'what was written does not read back the same': 'ce qui a été écrit n’est pas relu à l’identique',
  'it does not read back as it was written': 'il n’est pas relu tel qu’il a été écrit',
  'it is not the file that was sealed': 'ce n’est pas le fichier qui a été scellé',
  'its content is not a credential': 'son contenu n’est pas un identifiant',
  'it holds another credential': 'il contient un autre identifiant',
  'it contains invisible characters': 'il contient des caractères invisibles',
  'it is not the name of a credential': 'ce n’est pas le nom d’un identifiant',
  'it is not a date and time': 'ce n’est pas une date avec heure',
  'it is not a date': 'ce n’est pas une date',
  'hexadecimal digits are expected': 'chiffres hexadécimaux sont attendus',
  'digits are expected': 'chiffres sont attendus',
  'it was captured at another time': 'il a été relevé à un autre moment',
  'the file is gone, its journal is here': 'le fichier a disparu, son journal est là',
  'the file is empty': 'le fichier est vide',
  'the file is cut short': 'le fichier est tronqué',
  'it is not a ledger': 'ce n’est pas un registre',
  'it is missing or of another form': 'ce champ manque ou a une autre forme',
  'not JSON': 'ce n’est pas du JSON',
  'another credential is here:': 'un autre identifiant est ici :',
  'it holds another ledger': 'elle contient un autre registre',
  'does not read the same': 'n’est pas relu à l’identique',
  'no right to': 'droit manquant :',
  'not there yet:': 'pas encore là :',
  'not known here:': 'inconnu ici :',
  'not known:': 'inconnu :',
  'journal_mode is': 'journal_mode vaut',
  'synchronous is': 'synchronous vaut',
  // Keys.
  'private key': 'clé privée',
  'SSH key': 'clé SSH',
  'a character is wrong or missing': 'un caractère est faux ou manque',
  // The network, and the search for secrets.
  'cannot be reached:': 'est injoignable :',
  'the search for secrets missed its decoy in':
    'la recherche de secrets n’a pas trouvé son leurre dans',
  'not a regular file': 'ce n’est pas un fichier ordinaire',
  'too large to be opened': 'trop gros pour être ouvert',
  'packed too deep': 'emballé trop profondément',
};

/** The states at the start of a reason. */
const STATES: Readonly<Record<string, string>> = {
  intended: 'envoi commencé',
  accepted: 'accepté',
  refused: 'refusé',
  unproven: 'non prouvé',
  doubtful: 'douteux',
};

const ACTIONS: Readonly<Record<string, string>> = {
  choose: 'choisir dans',
  click: 'cliquer sur',
  fill: 'remplir',
  read: 'lire',
};

/** Returns a text with raccord's own English reasons replaced by French ones. */
export function reasonWordsFr(text: string): string {
  return Object.entries(REASONS)
    .reduce((before, [english, french]) => before.replaceAll(english, french), text)
    .replace(/^\w+(?=, (?:et|mais) )/u, (state) => STATES[state] ?? state);
}

/** Returns an action of the robot, such as `click « Valider »`, in French. */
export function actionWordsFr(action: string): string {
  return action.replace(/^\w+(?= «)/u, (verb) => ACTIONS[verb] ?? verb);
}
