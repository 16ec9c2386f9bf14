import { plain } from './wording-match.ts';

const BY_MAIL = String.raw`(?:\be-?mails?\b|\bmail\b|courriel|messagerie|adresse electronique|\bsms\b|texto)`;
const SENT = String.raw`(?<!\b(?:jamais|never|pas|not) (?:ete |been )?)\b(?:r?envoyee?s?|sent)\b`;
const RECEIVED = String.raw`(?<!\b(?:pas|not|\S+n.t) )\b(?:recue?s?|received)\b`;
const AUTHENTICATOR = String.raw`application (?:d.auth|mobile)|authentificateur|authenticator`;
/** Beside an authenticator, says in a few words of one sentence that a code was sent by mail. */
const SENT_BY_MAIL = new RegExp(
  [
    `(?:${SENT}|${RECEIVED}) ${wordsBetween(5)}${BY_MAIL}`,
    `${BY_MAIL} ${wordsBetween(9)}${SENT}`,
    `${BY_MAIL} ${wordsBetween(5)}${RECEIVED}`,
  ].join('|'),
);
/** To a telephone or an address. On a telephone, an application shows codes and notices too. */
const SENT_THERE = new RegExp(
  String.raw`${SENT} ${wordsBetween(5)}\S*(?:\b(?:numero|number|telephone|phone|portable)\b|@|\*\*)`,
);
/** Words of something else that is sent, or of an application that sends it. */
const SENDS_OTHER =
  /\baucun code (?:n.|ne )|\bno code (?:is|was|has)\b|\b(?:notification|push)\b|\b(?:par|via|dans|by|in) (?:\w+\W)?(?:app(?:li(?:cation)?)?\b|authentificateur|authenticator)/;

/** Returns a pattern for so many words of a sentence at most, without the application's. */
function wordsBetween(most: number): string {
  return String.raw`(?:(?!\S*(?:applic|authent))[^\s.?!]+ ){0,${most}}`;
}

/**
 * Returns whether the words ask for a code that was sent to a person, by whatever way. Beside an
 * authenticator application, which codes are also said to be received on, the way must be named
 * with it. What an address says never counts (hotemail.fr).
 */
export function isSentCode(words: string): boolean {
  const said = plain(words.replace(/\S+@\S+?(?=[.?!,;:)]*(?:\s|$))/gu, '@'));
  if (new RegExp(`(?:votre|your) application|${AUTHENTICATOR}`).test(said)) {
    return SENT_BY_MAIL.test(said) || said.split(/[.?!](?=\s|$)|\b(?:ou|or)\b/).some(sendsCode);
  }
  const sent = /\b(?:r?envoyee?s?|renvoyer|recue?s?|sent|resend|received)\b/;
  return sent.test(said) || new RegExp(BY_MAIL).test(said);
}

/**
 * Returns whether a sentence says that a code was sent there. An application that is named before
 * sent it; one behind it is another way, often without a full stop between.
 */
function sendsCode(sentence: string): boolean {
  const sent = sentence.search(SENT_THERE);
  if (sent === -1 || !/\bcodes?\b/.test(sentence) || SENDS_OTHER.test(sentence)) return false;
  return !new RegExp(AUTHENTICATOR).test(sentence.slice(0, sent));
}

/**
 * Messages with which an identity provider begins the sign-in again without having judged what was
 * sent (facts/dom.md section 1). With a word of refusal beside it, it did judge.
 */
const BEGINS_AGAIN =
  /temps imparti|redemarr|(?:connexion|action|session|page) (?:a |est )?expire|n.est plus valide|cookie introuvable|session n.est pas active|time[d]?[ -]?out|took too long|from (?:the )?beginning|(?:action|session|page) (?:has )?expired|no longer valid|cookie not found/;
const JUDGES =
  /mot de passe|password|identifiant|utilisateur|user ?name|invalid|incorrect|errone|wrong|echec|echou|fail|refus|denied|bloqu|verrouill|lock|desactiv|disabled/;

/** Returns whether a message says that the sign-in begins again: what was sent was not refused. */
export function beginsAgain(message: string): boolean {
  const said = plain(message);
  return BEGINS_AGAIN.test(said) && !JUDGES.test(said);
}

const PASSWORD = String.raw`\b(?:mots? de passe|passwords?)\b`;
/** In the singular: what is said of all accounts, users or ways in judges none. */
const ACCOUNT = String.raw`(?<!\bsessions? (?:(?:de|du|d|l|of|for|votre|your|the)\W){0,3})\b(?:mots? de passe|passwords?|identifiants?|credentials|utilisateur|user|user ?name|compte|account|(?:votre|vos) acces|your access)\b(?! session)`;
const ACCESS = String.raw`\b(?:(?<!code d.|jeton d.)acces|access(?! code| token))\b`;
const LOCKED = String.raw`\b(?:bloqu|blocage|b?lock|verrouill|desactiv|deactivat|disabled|suspen[ds]|revo[qk])\w*`;
const WRONG = String.raw`\b(?:invalid|incorrect|errone|mauvais|wrong|refus(?!er)|denied|rejet|reject)\w*`;
const NOT_VALID = String.raw`(?:${WRONG}|\b(?:non|pas|plus|not|no longer) (?:\w+ )?(?:valid|reconn|recogni|autoris|authori|acti[fv]|enabled|correct|accept))`;
const ATTEMPTS = String.raw`\b(?:tentatives|essais|echecs|attempts|failures)\b`;
const NUMBER = String.raw`(?<!\b(?:a|un) )\b(?:nombre|number)\b`;
/** Says that an account is locked, a password is wrong, or attempts were too many. */
const SURELY_REFUSES = new RegExp(
  [
    within(8, ACCOUNT, LOCKED),
    within(2, LOCKED, ACCOUNT),
    within(8, PASSWORD, NOT_VALID),
    within(2, WRONG, PASSWORD),
    within(3, String.raw`\b(?:vous (?:etes|avez ete)|you (?:are|were|have been))\b`, LOCKED),
    within(5, String.raw`\b(?:trop|too many|maxim|limit|depass|exceed)\w*`, ATTEMPTS),
    String.raw`${ATTEMPTS} (?:\w+ ){0,3}(?:trop|depass|exceed|attein|reached)`,
    within(5, NUMBER, within(6, ATTEMPTS, String.raw`(?:depass|exceed|attein|reached)`)),
    within(2, String.raw`\b(?:attein|reached)\w*`, within(3, NUMBER, ATTEMPTS)),
    String.raw`^\W*(?:(?:vos )?droits d.)?acces (?:\w+ ){0,2}(?:bloqu|verrouill|suspen|revoq)(?!.*(?:portail|application|temporaire))`,
    String.raw`^\W*(?:l.|the |your )?(?:utilisateur|user) (?:est |is )?inacti(?:f|ve)\W*$`,
  ].join('|'),
);
/** Says so in words that may speak of something else beside the account. */
const MAY_REFUSE = new RegExp(
  [
    within(
      8,
      `(?:${ACCOUNT}|${ACCESS})`,
      String.raw`(?:${NOT_VALID}|\b(?:expire|interdit|forbidden))`,
    ),
    within(2, WRONG, `(?:${ACCOUNT}|${ACCESS})`),
    within(
      6,
      String.raw`\b(?:compte|account)\b`,
      String.raw`\b(?:inaccessible|inacti(?:f|ve|vated))\b`,
    ),
    within(1, ACCOUNT, String.raw`(?:inconnu|introuvable|unknown|not found)`),
    within(3, String.raw`\bauthenti(?:fi)?cation\b`, String.raw`(?:refus|denied|reject|rejet)`),
  ].join('|'),
);
/** Words of a fault of the portal or the browser, which lets nobody in. */
const FOR_ALL = /\b(?:maintenance|cookies?|javascript)\b/;
const OF_OTHER_THINGS =
  /\b(?:session|client|requete|request|parametre|parameter|jeton|token|ur[il]|fournisseur|provider|demandeur|requester|delai|incident|erreur technique|technical error|indisponible|unavailable|navigateur|browser)\b/;

/**
 * Returns a pattern: one, then the other after at most so many words. Behind a colon stands
 * something else, unless it is the other itself.
 */
function within(words: number, one: string, other: string): string {
  return String.raw`${one}(?:[^\w:]+\w+){0,${words}}\W+${other}`;
}

/**
 * Returns whether a message on a page of its own refuses the account or its password. What it says
 * of a session, a client or a request judges neither (facts/dom.md section 1).
 */
export function refusesAccount(message: string): boolean {
  return plain(message)
    .split(/[.?!;](?=\s|$)/)
    .filter((sentence) => !FOR_ALL.test(sentence))
    .some(
      (sentence) =>
        SURELY_REFUSES.test(sentence) ||
        (MAY_REFUSE.test(sentence) && !OF_OTHER_THINGS.test(sentence)),
    );
}
