import { counted } from '../counted.ts';
import type { Texts } from '../texts.ts';

/** Texts of `raccord renew`, in French. */
export const renewTextsFr: Texts['renew'] = {
  help: {
    renew: 'réinitialiser les mots de passe qui vont expirer',
    siret: 'ceux-là seulement (sinon : tous ceux que raccord connaît)',
    within: 'ceux qui expirent d’ici là (sinon : 60d)',
    adopt: 'aussi ceux que raccord n’a pas créés ; coupe leurs usages',
    dryRun: 'montrer seulement lesquels ; aucune écriture possible',
    works: 'pour un douteux, celui qui fonctionne : new ou old',
  },
  outcomes: {
    renewed: 'renouvelé',
    recovered: 'récupéré',
    due: 'à renouveler',
    unsettled: 'à relire d’abord',
    adoptable: 'à échéance, non créé par raccord',
    'not-due': 'pas à échéance',
    doubtful: 'douteux',
    failed: 'échec',
    skipped: 'non commencé',
  },
  password: 'Mot de passe',
  none: 'raccord ne connaît ici aucun compte dont il pourrait renouveler le mot de passe.',
  summary: (days, summary) =>
    `${summary.accounts} comptes, échéance à ${days} jours : ` +
    counted(summary, {
      renewed: 'renouvelés',
      recovered: 'récupérés',
      due: 'à renouveler',
      unsettled: 'à relire d’abord',
      'not-due': 'pas à échéance',
      adoptable: 'à échéance mais non créés par raccord',
      doubtful: 'douteux',
      failed: 'échecs',
      skipped: 'non commencés',
    }),
  adoptable: (count) =>
    `${count} comptes à échéance n’ont pas été créés par raccord. --adopt les renouvelle aussi, ce qui coupe l’accès à tout autre logiciel qui s’en sert.`,
  adopting: (logins) =>
    `Adoption de ${logins.join(', ')} : la réinitialisation coupe l’accès à tout autre logiciel qui s’en sert.`,
  leftAlone: (logins) =>
    `Non adoptés : ${logins.join(', ')}. raccord gère un seul compte par SIRET, et il y en a plusieurs.`,
  confirmAdoption: (count) => `Réinitialiser les mots de passe de ces ${count} comptes ?`,
  tellOthers: 'Communiquez les nouveaux mots de passe aux logiciels qui utilisent ces comptes.',
  worksNeedsSiret: '--works : il faut --siret',
  noneDoubtful: (siret) => `--works : aucun mot de passe douteux pour ${siret}`,
  severalDoubtful: (siret) => `--works : plusieurs mots de passe douteux pour ${siret}`,
};
