import { counted } from '../counted.ts';
import type { Texts } from '../texts.ts';

/** Texts of `raccord renew`, in French. */
export const renewTextsFr: Texts['renew'] = {
  help: {
    renew: 'réinitialiser les mots de passe qui vont expirer',
    siret: 'ceux-là seulement (sinon : tous ceux connus)',
    within: 'ceux qui expirent dans ce délai (sinon : 60d)',
    adopt: 'aussi ceux que raccord n’a pas créés ; coupe ce qui s’en sert',
    dryRun: 'dire seulement lesquels ; aucune écriture ne peut partir',
    works: 'vous avez essayé un douteux : new marche, ou old',
  },
  outcomes: {
    renewed: 'renouvelé',
    recovered: 'récupéré',
    due: 'à renouveler',
    unsettled: 'à relire d’abord',
    adoptable: 'à échéance, pas à raccord',
    'not-due': 'pas à échéance',
    doubtful: 'douteux',
    failed: 'échec',
    skipped: 'pas commencé',
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
      adoptable: 'à échéance mais pas à raccord',
      doubtful: 'douteux',
      failed: 'échecs',
      skipped: 'pas commencés',
    }),
  adoptable: (count) =>
    `${count} comptes à échéance n’ont pas été créés par raccord. --adopt les renouvelle aussi : cela coupe tout autre logiciel qui s’en sert.`,
  adopting: (logins) =>
    `Adoption de ${logins.join(', ')} : la réinitialisation coupe tout autre logiciel qui s’en sert.`,
  leftAlone: (logins) =>
    `Non adoptés : ${logins.join(', ')}. raccord garde un compte par SIRET, et il y en a plusieurs.`,
  confirmAdoption: (count) => `Réinitialiser les mots de passe de ces ${count} comptes ?`,
  tellOthers: 'Donnez les nouveaux mots de passe aux logiciels qui se servent de ces comptes.',
  worksNeedsSiret: '--works : il faut --siret',
  noneDoubtful: (siret) => `--works : aucun mot de passe douteux pour ${siret}`,
  severalDoubtful: (siret) => `--works : plusieurs mots de passe douteux pour ${siret}`,
};
