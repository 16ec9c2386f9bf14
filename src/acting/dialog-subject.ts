/** What a dialog is about. `choices` is a consent to trackers that names none. */
export type DialogSubject = 'terms' | 'trackers' | 'choices' | 'survey' | 'request';

/**
 * Returns what a dialog is about, by what it names first: terms mention cookies further down, and a
 * cookie banner has a link to the terms. Words that consents to trackers share with other questions
 * count only where none of those is asked. Runs inside the page, so it can use nothing from outside.
 * @param told the words of the dialog and its buttons, in lower case without accents.
 * @returns undefined if its words do not tell: a person decides.
 */
export function subjectOf(told: string): DialogSubject | undefined {
  const TERMS = String.raw`condition\S* (?:generale|d'utilisation|of use)|\bcgu\b|\bcharte\b|\bterms\b`;
  const COOKIES =
    'cookie|traceur|tracker|tracking|temoins? de connexion|' +
    String.raw`(?:\bmesur|statistique)\S* (?:\S+ ){0,2}?(?:[dl]')?audience`;
  /** Terms that a notice of cookies only refers to. */
  const REFERRED = new RegExp(
    `(?:(?:conformement a(?:ux?)? |selon|en accord avec|in accordance with|according to)[^.,:;]{0,40}?` +
      `|(?:poursuivant|continuant) (?:votre|la) (?:navigation|visite)(?:[^.:;]|[.](?! )){0,60}?)(?:${TERMS})`,
    'g',
  );
  /** Words with which an agreement is required: of a consent to cookies it may be withheld. */
  const REQUIRED =
    /votre accord (?:est|sera) (?:requis|necessaire|demande|attendu|obligatoire)|(?:devez|veuillez|merci d|prions d)[^.]{0,25}(?:accept|accord|consent)|your agreement is|(?:must|please) (?:accept|agree)/;
  /** A number of things that wait: of partners and of time, banners of consent tell too. */
  const COUNTED =
    /\b\d+ (?:nouve\S+ |autres )?(?!(?:partenaires|partners|vendors|fournisseurs|finalites|purposes|jours|heures|minutes|months|weeks|years)\b)[a-z]{4,}s\b/;
  /** Words of the portal's own work, which a person accepts or refuses. */
  const WORK =
    /(?<!\b(?:a votre|sur|toute|(?:adresser|formuler|faire) une) )\bdemandes?\b|\brequests?\b|factur|invoic|habilit|manda(?:t|nt)|structure(?! responsable)|\ba (?:valider|traiter|accepter|approuver)|tout (?:valider|approuver)|souhaite\S* (?:acceder|consulter|rejoindre)|\b(?:sollicite|attend)(?:e?nt)?\b|\ben attente\b|vous (?:est|sont) propose|approve all|engagement/;
  /** Words of consents to trackers that other questions may have too. */
  const SHARED =
    /confidentialite|donnees (?:a caractere )?personnel|personal data|\baudience\b|(?:nos|ses|our) (?:\d+ )?part(?:enaires|ners)/;
  /** Words of such consents where nothing is named. */
  const CHOICES =
    /\b(?:respect|ger|modifi|parametr|enregistr|manag|sav)\S* (?:vos|mes|your|my) (?:choix|preferences|choices)|(?:votre|your) (?:experience|navigation|browsing)|personnalis[a-z]*\b(?! (?:leurs?|sa|ses|son)\b)|publicit|customi[sz]e|advertis|(?:gerer|gestion d\S+|manage)(?: \S+)? consent|services tiers|sans accepter/;
  /** Things of the portal that such words may be about as well. */
  const THINGS =
    /\b(?:droits|(?<!droit d')acces|(?<!boutons? de )partages?(?! sociaux)|dossiers?|delegu\S*|utilisateurs)\b/;
  const DOCUMENTS = /(?:politique|engagement|clause|accord)s? (?:\S+ ){1,4}?(?:confid|donnees)\S*/g;

  // A link may begin after an apostrophe.
  const all = told.replace(/ ?['’] ?/g, "'");
  const onlyRefers = new RegExp(COOKIES).test(all) && !REQUIRED.test(all);
  const text = onlyRefers ? all.replace(REFERRED, '') : all;
  const terms = text.search(TERMS);
  const trackers = text.search(new RegExp(`${COOKIES}|vie privee|privacy`));
  if (terms >= 0 && (trackers < 0 || terms < trackers)) return 'terms';
  if (trackers >= 0 || onlyRefers) return 'trackers';
  if (/invitation|\bdemandes? (?:d|en )|\bfactures a |delegation|rattachement/.test(text)) {
    return 'request';
  }
  const isOfWork = COUNTED.test(text) || WORK.test(text);
  const isOfChoices = CHOICES.test(text) && !THINGS.test(text) && !isOfWork;
  const isShared = SHARED.test(text.replace(DOCUMENTS, '')) && !isOfWork;
  if (isShared || (isOfChoices && /tout accepter|accept all/.test(text))) return 'trackers';
  if (/enquete|sondage|questionnaire|votre avis|satisfaction|survey|feedback/.test(text)) {
    return 'survey';
  }
  return isOfChoices ? 'choices' : undefined;
}
