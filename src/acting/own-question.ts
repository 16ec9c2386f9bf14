import { plain } from '../seeing/wording-match.ts';

/** What a question may say of its form: what sending it will do, and that nothing takes it back. */
const SAYS =
  /\b(?:(?:(?:va|vont) etre|sera|seront) (?:bien )?(?:creee?s?|reinitialisee?s?|generee?s?|soumise?s?|transmise?s?|envoyee?s?|enregistree?s?|declaree?s?)|will be (?:created|reset|generated|submitted|sent|saved|declared)|est irreversible|est definitive|ne (?:peut|pourra) (?:pas |plus )?etre annulee?|cannot be undone)\b/gu;

/** The one password that a form makes or resets. */
const PASSWORD = /\b(?:nouveau )?mot de passe(?: en cours| actuel)?\b/gu;

/** A question that asks so without another word. */
const ASKS_ALONE = /\b(?:etes[ -]vous (?:bien |vraiment )?(?:sure?|certaine?)|are you sure)\b/u;

/** A SIRET as it is written in groups. */
const GROUPED = /\b\d{3} \d{3} \d{3} \d{5}\b/gu;

/** Words that ask whether the form is to be sent. */
const ASKS =
  'confirmez confirmer valider soumettre soumission envoyer envoi enregistrer creer creation declarer ' +
  'declaration transmettre reinitialiser reinitialisation continuer poursuivre proceder ' +
  'confirm submit send save create reset declare proceed continue';

/** The words beside them. French has no `a`: without its accent it says what there is. */
const FRENCH =
  'le la les l un une de des du d ce cet cette pour au et votre vos vous voulez souhaitez desirez etes ' +
  'sur sure e certain certaine vouloir bien vraiment allez point attention merci confirmation action operation ' +
  'compte technique demande formulaire saisie donnees informations raccordement application api piste structure siret cliquez ok';
const ENGLISH =
  'the this your a an of for and are you sure do want wish would like to please action ' +
  'technical account request form data connection application api piste structure siret password click ok';

const ASKING = new Set(ASKS.split(' '));
const HARMLESS = [FRENCH, ENGLISH].map((words) => new Set(`${words} ${ASKS}`.split(' ')));

/** A login or a SIRET, or an application's name that ends in a number. */
const NAME = /^(?:(?=.*\d)[\w@.]{9,}|[a-z]{3,}\d+)$/u;

/**
 * Returns whether a question that the browser shows at the click asks only whether the form is to
 * be sent, which raccord was asked to do. Pure; each of its words must be known to be harmless, as
 * there is no end of ways to warn of what is there already.
 */
export function isOwnQuestion(text: string): boolean {
  const said = plain(text.normalize('NFC').replace(/(?<!\p{L})à(?!\p{L})/giu, 'pour'))
    .replace(SAYS, ' ')
    .replace(PASSWORD, ' ')
    .replace(GROUPED, ' ');
  const words = said
    .split(/[^\w@.]+/u)
    .map((word) => word.replace(/\.+$/u, ''))
    .filter((word) => word !== '' && !NAME.test(word));
  const isHarmless = HARMLESS.some((known) => words.every((word) => known.has(word)));
  return isHarmless && (ASKS_ALONE.test(said) || words.some((word) => ASKING.has(word)));
}
