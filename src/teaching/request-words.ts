/**
 * Returns the words of an address, a key or a text, in lower case without accents:
 * `rechercherStructures` has two. Parts with a digit do not count as words.
 */
export function wordsIn(text: string): string[] {
  const parted = text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  const plain = parted.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return (plain.match(/[\p{L}\d]+/gu) ?? []).filter((word) => !/\d/u.test(word));
}

/** Verbs that say that an operation changes something, whatever else its request holds. */
export const WRITING_VERBS: readonly string[] = (
  'creer ajouter inserer valider soumettre enregistrer sauvegarder sauver modifier supprimer ' +
  'effacer retirer envoyer emettre transmettre deposer declarer confirmer accepter approuver ' +
  'rejeter reinitialiser renouveler activer desactiver bloquer debloquer souscrire rattacher ' +
  'detacher signer archiver ' +
  'create add insert submit save update upsert modify delete remove send emit publish declare ' +
  'confirm accept approve reject reset renew enable disable activate deactivate unlock subscribe ' +
  'unsubscribe attach detach mutation subscription'
).split(' ');

const WRITES: ReadonlySet<string> = new Set(WRITING_VERBS);

/** Returns whether a text contains a verb that changes something. */
export function saysItWrites(text: string): boolean {
  return wordsIn(text).some((word) => WRITES.has(word));
}
