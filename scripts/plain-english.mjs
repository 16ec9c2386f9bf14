// Turns of phrase that no reader of technical English expects, for a lint of comments and a test of messages.

/** Each with what to write instead. */
const ARCHAIC = [
  [/\bof which\b/iu, 'start a new sentence, or say "whose"'],
  [/\bin hand\b/iu, '"current"'],
  [/\bcame to\b/iu, '"result of", "outcome of"'],
  [/\bwhat (?:became|becomes) of\b/iu, '"outcome of", "state of"'],
  [/\bis none\b/iu, '"is not a …", "there is no …"'],
  [/\bwhere there (?:is|are) none\b/iu, '"if there is none", "otherwise undefined"'],
  [/\bwhoever\b/iu, '"anyone who", or the noun'],
  [/\banew\b/iu, '"again"'],
  [
    /(?:^|[.!?]\s+|@(?:returns|throws)\s+|@param\s+\S+\s+)(?:Who|What|Where)\s+(?:is|are|was|were|has|have|had|may|must|can|cannot|could|would|will|does|did|came|became|(?!(?:this|its|always|perhaps|others|things)\b)[a-z]{3,}s)\b(?!['’])[^?]*?(?:[.!:;]|$)/iu,
    'start with a verb or a noun',
  ],
];

/**
 * Finds archaic turns of phrase in a text.
 * @param {string} text
 * @returns {string[]} for each, its words and what to write instead.
 */
export function archaicIn(text) {
  const plain = text
    .replaceAll(/^\s*\*+ ?/gmu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return ARCHAIC.flatMap(([pattern, instead]) => {
    const found = pattern.exec(plain)?.[0];
    return found === undefined ? [] : [`"${found.trim().slice(0, 60)}": ${instead}`];
  });
}
