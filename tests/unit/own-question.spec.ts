import { expect, test } from '@playwright/test';
import { isOwnQuestion } from '../../src/acting/own-question.ts';

for (const [text, isOwn] of [
  ['Le compte technique va être créé. Confirmez-vous ?', true],
  ['Êtes-vous sûr de vouloir soumettre la demande ?', true],
  ['Cette action ne pourra être annulée. Continuer ?', true],
  ['Are you sure you want to submit this form?', true],
  ['Confirmez-vous la soumission ?', true],
  ['Êtes-vous sûr(e) de vouloir soumettre ce formulaire ?', true],
  ['Confirmez-vous la réinitialisation du mot de passe ?', true],
  ['Le mot de passe en cours sera réinitialisé. Confirmez-vous ?', true],
  ['Vous allez procéder à la création d’un compte technique. Continuer ?', true],
  ['Un nouveau mot de passe sera généré. Cette action est irréversible : continuer ?', true],
  ['Confirmez-vous la création du compte TECH_1_73282932000074@cpro.fr ?', true],
  ['Do you want to create a technical account?', true],
  ['Compte technique', false],
  ['Voulez-vous imprimer la page ?', false],
  ['Cette structure a un compte technique, continuer ?', false],
  ['2 comptes seront créés. Confirmez-vous ?', false],
  ['Compte technique créé pour cette structure. Continuer ?', false],
  ['Cette structure possède un compte technique. Voulez-vous en créer un nouveau ?', false],
  ['Un compte technique est actif pour cette structure. Confirmer la création ?', false],
  ['Une demande est en cours pour cette structure. Voulez-vous continuer ?', false],
  ['Souhaitez-vous créer un compte supplémentaire ?', false],
  ['Voulez-vous en créer un autre ?', false],
  ['Un autre utilisateur modifie cette structure. Continuer ?', false],
  ["L'adresse électronique ne correspond pas à la structure. Confirmer ?", false],
  ['Voulez-vous vraiment continuer sans enregistrer ?', false],
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
