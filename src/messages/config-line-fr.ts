const ADDRESS_OF_PROXY =
  'an address such as http://user:password@proxy.example.fr:3128, with %-escapes for signs like @, / and #';

/** What a value must be, or what is wrong with it, as `src/config` says it in English. */
const SENTENCES: ReadonlyMap<string, string> = new Map([
  ['missing', 'manque'],
  ['not empty', 'ne doit pas être vide'],
  ['invalid', 'n’est pas valable'],
  ['set one of them only', 'n’en donnez qu’une'],
  [
    'set it in the environment, since Node does not read it in .env',
    'donnez-la dans l’environnement : Node ne la lit pas dans .env',
  ],
  ['a duration such as 90s or 2m', 'attendu : une durée comme 90s ou 2m'],
  ['longer than nothing', 'attendu : une durée plus longue que rien'],
  ['host names or *.host', 'attendu : des noms d’hôte, ou *.hôte'],
  ['a web address', 'attendu : une adresse web'],
  ['https', 'attendu : une adresse https'],
  ['no user name in the address', 'attendu : une adresse sans nom d’utilisateur'],
  ['an address without a password', 'attendu : une adresse sans mot de passe'],
  ['an e-mail address', 'attendu : une adresse électronique'],
  ['e-mail addresses', 'attendu : des adresses électroniques'],
  ['age public keys (age1…)', 'attendu : des clés publiques age (age1…)'],
  [
    'an otpauth://totp address with SHA1, 6 digits and 30 seconds',
    'attendu : une adresse otpauth://totp avec SHA1, 6 chiffres et 30 secondes',
  ],
  ['a base32 secret', 'attendu : un secret en base32'],
  [
    'a telephone number with its first 0 or +: in quotes where it is given as a number',
    'attendu : un numéro de téléphone avec son premier 0 ou + ; entre guillemets s’il est donné comme un nombre',
  ],
  [
    'a time zone that this system knows, such as Europe/Paris',
    'attendu : un fuseau horaire que ce système connaît, comme Europe/Paris',
  ],
  [
    'names parted by /, of letters, digits, -, _, . and @',
    'attendu : des noms séparés par /, faits de lettres, de chiffres, de -, _, . et @',
  ],
  ['a text with {n} in it once', 'attendu : un texte où {n} figure une fois'],
  ['a path with {siret} in it once', 'attendu : un chemin où {siret} figure une fois'],
  [
    'one word of plain letters and signs',
    'attendu : un seul mot, de lettres et de signes sans accents',
  ],
  ['at least 16 characters', 'attendu : au moins 16 caractères'],
  [
    'an address such as postgresql://user:password@host/database, with %-escapes for signs like @ and /',
    'attendu : une adresse comme postgresql://utilisateur:motdepasse@hote/base, où les signes comme @ et / sont écrits avec %',
  ],
  [
    'no parameter but schema, a name of small letters, digits and _',
    'attendu : pas d’autre paramètre que schema, un nom fait de minuscules, de chiffres et de _',
  ],
  [
    'an address such as smtps://user:password@host, with %-escapes for signs like @ and /',
    'attendu : une adresse comme smtps://utilisateur:motdepasse@hote, où les signes comme @ et / sont écrits avec %',
  ],
  [
    ADDRESS_OF_PROXY,
    'attendu : une adresse comme http://utilisateur:motdepasse@proxy.exemple.fr:3128, où les signes comme @, / et # sont écrits avec %',
  ],
  ['no such file', 'ce fichier n’existe pas'],
  ['cannot be read', 'ne peut pas être lu'],
  ['needed without a terminal', 'il le faut, sans terminal'],
  ['needs --headed', 'demande --headed'],
]);

type Pattern = readonly [english: RegExp, french: string];

/** Sentences that have a name or a number in them. */
const PATTERNS: readonly Pattern[] = [
  [
    /^https for (\S+), since a password is typed there$/u,
    'attendu : https pour $1, puisqu’un mot de passe y est saisi',
  ],
  [
    /^https for (\S+), since secrets are sent there$/u,
    'attendu : https pour $1, puisque des secrets y sont envoyés',
  ],
  [/^Invalid option: expected one of (.+)$/u, 'attendu : l’une des valeurs $1'],
  [
    /^this RACCORD_HOME has a ledger of its own, (.+); raccord ledger move$/u,
    'ce RACCORD_HOME a déjà un registre à lui, $1 ; « raccord ledger move » l’y porte',
  ],
  [
    /^missing, and the ledger of (.+) was moved there$/u,
    'manque, et le registre de $1 y a été porté',
  ],
  [/^no ledger in (.+)$/u, 'pas de registre dans $1'],
  [/^the command failed \(exit (.+)\)$/u, 'la commande a échoué (code $1)'],
  [
    /^(.+) can be read by others \(mode (\d+)\): (chmod .+)$/u,
    'd’autres peuvent lire $1 (mode $2) : $3',
  ],
];

/** Returns such a line in French; one that is not known as it is. */
export function configLineFr(english: string): string {
  const whole = translated(english);
  if (whole !== undefined) return whole;
  const [, place = '', sentence = ''] = /^(.+?): (.+)$/su.exec(english) ?? [];
  const french = translated(sentence);
  return french === undefined ? english : `${placeFr(place)} : ${french}`;
}

function translated(sentence: string): string | undefined {
  const known = SENTENCES.get(sentence);
  if (known !== undefined) return known;
  const pattern = PATTERNS.find(([english]) => english.test(sentence));
  return pattern && sentence.replace(...pattern);
}

/** `A (or B, C)`, and `A, or B and C`. */
function placeFr(place: string): string {
  return place.replace('(or ', '(ou ').replace(', or ', ', ou ').replace(' and ', ' et ');
}
