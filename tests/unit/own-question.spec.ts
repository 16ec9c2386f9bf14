import { expect, test } from '@playwright/test';
import { isOwnQuestion } from '../../src/acting/own-question.ts';

for (const [text, isOwn] of [
  ['Le compte technique va être créé. Confirmez-vous ?', true],
  ['Êtes-vous sûr de vouloir soumettre la demande ?', true],
  ['Cette action ne pourra être annulée. Continuer ?', true],
  ['Are you sure you want to submit this form?', true],
  ['Voulez-vous imprimer la page ?', false],
  ['Confirmez-vous la suppression ? Le compte sera supprimé.', false],
  ['Voulez-vous vraiment quitter la page ? Confirmez.', false],
  ['Un compte technique existe. Confirmez-vous la création ?', false],
  ['Cette structure a déjà un compte. En créer un malgré tout ?', false],
  ['Confirmer va remplacer le mot de passe.', false],
  ['Your changes will be lost. Continue?', false],
] as const) {
  test(`"${text}" ${isOwn ? 'only asks whether to send' : 'is left unconfirmed'}`, () => {
    expect(isOwnQuestion(text)).toBe(isOwn);
  });
}
