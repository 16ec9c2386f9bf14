import { plain } from './wording-match.ts';

/**
 * Words that never appear in a confirmation. They only exclude: no words make a message a
 * confirmation, and once the form is gone none outweigh a message of success of something done.
 */
const FAILURE =
  /\b(?:erreurs?|echec|echoue\w*|impossible|invalides?|incorrecte?s?|refuse\w*|rejete\w*|obligatoires?|manquante?s?|indisponibles?|introuvables?|interdit\w*|non autorise\w*|deja|errors?|fail\w*|invalid|denied|required|missing|unavailable|cannot|already)\b|\b(?:n'est|n'a|n'ont|ne peut|ne peuvent|ne sont|is|are|was|has|could|can)\s+(?:pas|plus|not)\b|\bsession\s+(?:a|est|has|is)\s+expired?e?\b/u;

/** Words of what was done: a faint message without them is no confirmation. */
const DONE =
  /\b(?:enregistree?s?|creee?s?|prise?s? en compte|soumise?s?|transmise?s?|envoyee?s?|bien recue?s?|declaree?s?|modifiee?s?|reinitialisee?s?|mise?s? a jour|effectuee?s?|ete validee?s?|validees?|acceptee?s?|ajoutee?s?|confirmee?s?|ete activee?s?|activees?|actifs?|generee?s?|reussie?s?|terminee?s?|prise?s? en charge|succes|success\w*|accepted|added|confirmed|activated|submitted|created|recorded|registered|saved|sent|received|declared|updated|reset|completed)\b/u;

/** Returns whether a message describes a failure. */
export function describesFailure(text: string): boolean {
  return FAILURE.test(plain(text));
}

/** Returns whether a message says that something was done. */
export function saysDone(text: string): boolean {
  return DONE.test(plain(text));
}

/** Words that turn a message into another one, with its nouns and its negations. */
const TURNS =
  /^(?:(?:accept|annul|cancel|confirm|creat|declin|echec|echou|interdi|interromp|interrup|refus|rejet|reject|report|reuss|suspen|valid)\p{L}*|(?:in|non-)(?:valid|accept|termin)\p{L}*|abandon\p{L}*|non|ne|pas|plus|sans|aucune?|jamais|not?|never|none|without|n'\p{L}+)$/u;

/** Returns whether a word, in whatever letters, says how something ended: it is no name. */
export function isOutcomeWord(word: string): boolean {
  const simple = plain(word).replace(/^[dl]'/u, '');
  return TURNS.test(simple) || describesFailure(simple) || saysDone(simple);
}
