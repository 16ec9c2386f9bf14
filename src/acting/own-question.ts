import { plain } from '../seeing/wording-match.ts';
import { describesFailure } from '../seeing/outcome-words.ts';

/** Words of a question whether the form is to be sent. */
const SENDS =
  /\b(?:confirm\w*|valid\w*|soumet\w*|envo[iy]\w*|enregistr\w*|cre(?:er|ation|ez?|ee?s?)|declar\w*|transmet\w*|reinitialis\w*|continuer|poursuivre|sure?s?|certaine?|submit\w*|send\w*|save|creat\w*|reset\w*|proceed|continue)\b/u;

/** Words of a question about something else, or that warns of what is there already. */
const ELSE =
  /\b(?:supprim\w*|effac\w*|quitt\w*|(?<!etre )annul\w*|abandon\w*|perd\w*|deconnect\w*|remplac\w*|ecras\w*|desactiv\w*|revoqu\w*|bloqu\w*|exist\w*|second\w*|deuxieme|doublon\w*|delet\w*|remov\w*|leav\w*|quit|cancel\w*|discard\w*|los[et]|lost|log ?out|sign ?out|replac\w*|overwrit\w*|disabl\w*|revok\w*|another|duplicat\w*)\b/u;

/**
 * Returns whether a question that the browser shows at the click asks only whether the form is to
 * be sent, which raccord was asked to do. Pure; a doubtful one is not.
 */
export function isOwnQuestion(text: string): boolean {
  const words = plain(text);
  return SENDS.test(words) && !ELSE.test(words) && !describesFailure(text);
}
