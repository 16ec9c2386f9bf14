import type { Texts } from '../texts.ts';
import { teachRequestTextsFr } from './teach-requests.fr.ts';

const kinds: Texts['teach']['kinds'] = {
  field: 'champ',
  button: 'bouton ou lien',
  column: 'colonne',
  option: 'option',
  sentence: 'phrase à la place des lignes',
  message: 'message apparu depuis l’envoi du formulaire',
};

const meanings: Texts['teach']['meanings'] = {
  accepted: 'il dit que le portail a pris le formulaire',
  refused: 'il dit que le portail a refusé le formulaire',
};

const purposes: Readonly<Record<string, string>> = {
  'signIn.signIn': 'le bouton ou lien qui connecte',
  'signIn.userName': 'le champ du nom d’utilisateur',
  'signIn.oneTimeCode': 'le champ du code qui confirme la connexion',
  'signIn.submitCode': 'le bouton qui envoie le code',
  'navigation.connectionsDomain': 'la carte qui ouvre l’application des raccordements EDI et API',
  'navigation.technicalAccountCard': 'la carte qui ouvre l’application des comptes techniques',
  'navigation.manageConnections': 'l’entrée de menu qui mène à la liste des raccordements API',
  'list.none': 'la phrase qui dit que la liste est vide',
  'connectionList.structureFilter': 'la liste où se choisit une structure',
  'connectionList.apply': 'le bouton qui montre les lignes de la structure choisie',
  'connectionList.nextPage': 'le bouton qui montre les lignes suivantes de la liste',
  'connectionList.declare': 'le bouton qui ouvre le formulaire d’un nouveau raccordement',
  'connectionList.structureColumn': 'la colonne de la structure de chaque raccordement',
  'connectionList.applicationColumn': 'la colonne de l’application PISTE de chaque raccordement',
  'connectionList.stateColumn': 'la colonne de l’état de chaque raccordement',
  'declaration.structure': 'la liste où se choisit la structure',
  'declaration.applicationName': 'le champ du nom de l’application PISTE',
  'declaration.usage': 'la liste du type d’utilisation de l’API',
  'declaration.editor': 'le champ de l’éditeur ou de la solution',
  'declaration.contactName': 'le champ du nom du contact',
  'declaration.contactPhone': 'le champ du téléphone du contact',
  'declaration.contactEmail': 'le champ de l’adresse électronique du contact',
  'declaration.contactFax': 'le champ du fax du contact',
  'declaration.submit': 'le bouton qui envoie la déclaration',
  'technicalAccount.requestType': 'la liste des types de demande',
  'technicalAccount.creation': 'l’option pour demander un nouveau compte',
  'technicalAccount.structure': 'la liste où se choisit la structure',
  'technicalAccount.companyName': 'le champ qui affiche la raison sociale',
  'technicalAccount.login': 'le champ qui affiche le login du compte technique',
  'technicalAccount.password': 'le champ qui affiche le mot de passe du compte technique',
  'technicalAccount.contactEmail': 'le champ de l’adresse électronique du contact',
  'technicalAccount.loginColumn': 'la colonne du login de chaque compte',
  'technicalAccount.stateColumn': 'la colonne de l’état de chaque compte',
  'technicalAccount.expiryColumn': 'la colonne de la date d’expiration de chaque mot de passe',
  'technicalAccount.submit': 'le bouton qui envoie la demande de compte',
  'passwordReset.reset': 'l’option pour demander un nouveau mot de passe',
  'passwordReset.account': 'la liste où se choisit le compte',
};

const things = { field: 'le champ', button: 'le bouton ou lien' } as const;

const described: Texts['teach']['described'] = (kind, { words, heading, beside, place }) =>
  [
    words === '' ? `${things[kind]} sans libellé` : `${things[kind]} « ${words} »`,
    ...(heading === undefined ? [] : [`sous le titre « ${heading} »`]),
    ...(beside === undefined ? [] : [`à côté de « ${beside} »`]),
    ...(place === undefined ? [] : [`le n° ${place.nth} de ${place.of} semblables`]),
  ].join(', ');

const worded: Texts['teach']['worded'] = (kind, words) =>
  ({
    column: `la colonne « ${words} »`,
    option: `l’option « ${words} »`,
    sentence: `« ${words} » dit que la liste est vide`,
  })[kind];

/** Reasons why the element pointed at could not be used. */
const unsettled: Record<
  Parameters<Texts['teach']['unsettled']>[0],
  (kind: keyof typeof kinds) => string
> = {
  left: () => 'Ignoré : rien n’a été appris.',
  'cut-short': () =>
    'La page a changé, sa fenêtre a été fermée ou « taught.json » n’a pas pu être écrit : rien n’a été appris.',
  'not-meant': () =>
    'Rien n’a été appris. Cliquez autre chose, ou appuyez sur Échap pour l’ignorer.',
  'nothing-there': (kind) => `Il n’y a là rien de tel (${kinds[kind]}). Cliquez ailleurs.`,
  'no-words': () =>
    'Son libellé ne dit pas qu’il envoie le formulaire : raccord ne clique jamais sur un tel élément.',
  sends: () => 'Son libellé dit qu’il envoie un formulaire, ce qui n’est pas ce qui est cherché.',
  'too-few-words': () => 'Il a trop peu de mots ordinaires pour être reconnu par eux.',
  'too-long': () => 'Cela ne s’apprend pas : ses mots sont trop longs pour être gardés.',
  'words-differ': () => 'Ce n’est pas son libellé : rien n’a été appris.',
  'not-the-one': () =>
    'Vérification : cette description ne désigne pas exactement cet élément. Rien n’a été appris.',
};

export const teachTextsFr: Texts['teach'] = {
  option: 'montrer ce qui n’est pas trouvé (avec --headed)',
  kinds,
  requests: teachRequestTextsFr,
  lookedFor: (name, label, where) =>
    `raccord cherche ${purposes[name] ?? `« ${label} »`}, sur « ${where} ». Sur les pages connues : « ${label} ».`,
  lookedForOption: (option, list, where) =>
    `raccord cherche l’option « ${option} » de la liste « ${list} », sur « ${where} ».`,
  sign: (name, label) => `raccord : cliquez ${purposes[name] ?? `« ${label} »`} (Échap : renoncer)`,
  notFound: 'Rien sur cette page ne porte ce libellé.',
  several: (matches) =>
    `Plusieurs éléments correspondent : ${matches.map((one) => `« ${one} »`).join(', ')}.`,
  taughtNotFitting: 'La description apprise ne correspond plus à cette page.',
  point: 'Cliquez dessus dans la fenêtre du navigateur, ou appuyez-y sur Échap pour l’ignorer.',
  unsettled: (why, kind) => unsettled[why](kind),
  described,
  worded,
  askRemember: (description) => `Compris : ${description}. Retenir cela ?`,
  askRememberOutlined: (description) =>
    `Compris : ${description} ; c’est entouré dans la fenêtre. Retenir cela ?`,
  askWords: (words) =>
    `Ce bouton envoie le formulaire. Saisissez son libellé pour confirmer : ${words}`,
  firstWrite: (where) =>
    `Premier envoi de « ${where} » depuis qu’un élément y a été appris. Ses valeurs (sans les mots de passe) :`,
  value: (label, text) => `  ${label} : ${text}`,
  askSend: 'Toutes les valeurs sont-elles justes, et peut-on les envoyer ?',
  remembered: (name) => `Retenu : ${name}`,
  answerUnclear: (where, texts) =>
    [
      `« ${where} » est envoyé, et la réponse du portail n’est pas comprise. Il affiche :`,
      ...texts.map((text) => `  « ${text} »`),
      'Lequel répond ? Ce que vous en direz ne remplace jamais la lecture des listes du portail.',
    ].join('\n'),
  answerSign: 'raccord : cliquez le message qui répond au formulaire (Échap : renoncer)',
  askMeaning: (words) => `Compris : le message « ${words} ». Que dit-il ?`,
  meanings,
  neitherMeaning: 'ni l’un ni l’autre',
  askChoice: (kind) => `Quel est l’élément cherché (${kinds[kind]}) ?`,
  noneOfThese: 'aucun de ceux-ci',
  taughtAs: (thing) => {
    if ('found' in thing) return described(thing.kind, thing.found);
    if (thing.kind === 'message') return `« ${thing.words} » : ${meanings[thing.meaning]}`;
    return worded(thing.kind, thing.words);
  },
  help: {
    taught: 'gérer ce qui a été appris en le montrant',
    list: 'lister ce qui a été appris',
    forget: 'oublier un nom, tel que la liste le donne, ou tout',
    export: 'l’exporter sans vos données, pour le partager',
    import: 'ajouter ce qu’un autre dossier a exporté',
    name: 'le nom, tel que `declaration.contactPhone`',
    all: 'tout',
    output: 'le fichier à écrire (par défaut : la sortie standard)',
    file: 'le fichier exporté',
  },
  rehearse: {
    help: 'tout parcourir pour un SIRET, sans rien soumettre',
    through: (stopped) =>
      `Parcours fait jusqu’à « Valider » et « Soumettre », sans cliquer sur l’un ni l’autre. Envoyé : 0 ; arrêté : ${stopped}.`,
    wouldSend: (application, company, login) =>
      `Un passage déclarerait ${application} et créerait ${login} pour ${company}.`,
    allKnown: 'Tout a été trouvé par les libellés que raccord connaît.',
    byTaught: (count) =>
      `Tout a été trouvé ; ${count} par ce qui a été appris (+ à l’instant), le reste par les libellés que raccord connaît :`,
    next: (command) => `La première écriture réelle : ${command}`,
  },
  nothing: 'Rien n’a été appris.',
  line: (name, described, where, day) => `${name} : ${described} (${where}, ${day})`,
  notTaught: (name, names) =>
    `« ${name} » : rien n’a été appris sous ce nom ; noms connus : ${names === '' ? '-' : names}`,
  forgotten: (count) => `Oublié : ${count}`,
  forgottenAll: 'Oublié : tout ce que « taught.json » contenait.',
  exported: (count, file) => `${count} dans ${file}. Contrôlez-le avant de le partager.`,
  imported: (count) =>
    `${count} en plus. Au premier envoi de chaque formulaire, ses valeurs sont affichées et à confirmer.`,
};
