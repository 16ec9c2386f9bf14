import { expect, test } from '@playwright/test';
import { subjectOf, type DialogSubject } from '../../src/acting/dialog-subject.ts';
import { plain } from '../../src/seeing/wording-match.ts';

const TEXTS: Readonly<Record<DialogSubject | 'unknown', readonly string[]>> = {
  // Refused, whether whole or by a plain "Refuser".
  trackers: [
    'Vos préférences de confidentialité [Tout refuser]',
    'Nous et nos partenaires déposons des témoins de connexion. [Continuer sans accepter]',
    'Gestion de vos données personnelles : mesurer l’audience [Refuser]',
    'Nos 12 partenaires et nous. Voir la politique de confidentialité [Refuser]',
    'En poursuivant, conformément à nos conditions générales d’utilisation, vous acceptez les cookies.',
    'En poursuivant votre navigation sur ce site, vous acceptez les CGU et les cookies. [Refuser]',
    'En poursuivant votre navigation, vous acceptez les cookies et les CGU. [Refuser]',
    'En poursuivant votre navigation sur portail.gouv.fr, vous acceptez nos CGU et les cookies.',
    'En poursuivant votre visite, vous acceptez nos CGU. Ce site dépose des cookies. [Tout refuser]',
    "Conformément aux conditions générales d'utilisation, nous utilisons, avec votre accord, des cookies.",
    "En poursuivant votre navigation sur ce site, vous acceptez nos conditions générales et l'utilisation de cookies. Vous pouvez retirer votre accord à tout moment.",
    'Conformément aux CGU, nous utilisons des cookies. Vous pouvez donner votre accord ou le refuser.',
    "Nous traitons vos données à caractère personnel pour mesurer l'audience. La structure responsable est l'AIFE. [Refuser]",
    "Nous traitons vos données à caractère personnel. La structure responsable est l'AIFE. [Refuser]",
    "Avec nos partenaires, nous mesurons l'audience de ce site à votre demande. [Tout refuser]",
    'Nous partageons des données avec nos partenaires, sur demande. [Tout refuser]',
    'Nous respectons vos choix. Sur vos données personnelles, vous pouvez adresser une demande au DPO.',
    "Vos données personnelles sont conservées 13 mois, puis 180 jours. Exercez vos droits d'accès.",
    'Nous utilisons des statistiques d’audience. [Refuser]',
    'Nous respectons vos choix. [Tout accepter] [Tout refuser]',
    // The usual texts of what French public sites have.
    'Ce site utilise des cookies et vous donne le contrôle sur ceux que vous souhaitez activer [Tout accepter] [Interdire tous les cookies] [Personnaliser]',
    'En autorisant ces services tiers, vous acceptez le dépôt et la lecture de cookies et l’utilisation de technologies de suivi nécessaires à leur bon fonctionnement. [Tout refuser]',
    'À propos des cookies sur portail.gouv.fr. Nous utilisons des cookies pour améliorer votre expérience et les services disponibles sur ce site. Pour en savoir plus, visitez la page Données personnelles et cookies. [Tout accepter] [Tout refuser] [Personnaliser]',
    'Salut c’est nous... les Cookies ! On aimerait bien vous accompagner pendant votre visite. C’est OK pour vous ? [Non merci] [Je choisis] [OK pour moi]',
    'Avec votre accord, nos partenaires et nous utilisons des cookies ou technologies similaires pour stocker et accéder à des informations personnelles. Vous pouvez retirer votre consentement à tout moment dans notre politique de confidentialité. [Continuer sans accepter]',
    'Nos partenaires et nous-mêmes traitons les données suivantes : Publicités et contenu personnalisés, données d’audience [Tout refuser]',
    'En cliquant sur « Accepter tous les cookies », vous acceptez le stockage de cookies sur votre appareil pour améliorer la navigation sur le site. [Tout refuser]',
    'Le respect de votre vie privée est notre priorité. [Refuser]',
  ],
  // Refused whole.
  choices: [
    'Vos préférences. Enregistrer mes choix. Boutons de partage. [Tout refuser]',
    'Nous respectons vos choix. [Reject all] [Accepter]',
    'Bienvenue. [Accepter] [Continuer sans accepter]',
    'Pour améliorer votre expérience. [Accepter] [Tout refuser]',
    'Ce site utilise des services tiers. [Accepter] [Tout refuser]',
    'Gestion des consentements [Tout refuser]',
    'Enregistrer mes préférences [Personnaliser] [Tout refuser]',
  ],
  terms: [
    "Nos conditions d' utilisation ont changé. [J'accepte] [Fermer]",
    'Nos conditions d’ utilisation et le traitement de vos données personnelles ont changé. [Accepter] [Refuser]',
    'Nos conditions d ’utilisation ont changé : cookies. [Tout accepter] [Tout refuser]',
    'Conditions générales : vous devez les accepter. Elles parlent de cookies. [Refuser]',
    'Acceptez nos nouvelles conditions générales d’utilisation. Conformément à nos CGU, des cookies sont déposés.',
    'Charte et données personnelles [Tout refuser] [Accepter]',
    "Conformément aux nouvelles CGU, votre accord est requis. [J'accepte] [Refuser] [Fermer]",
    "Conformément aux nouvelles conditions générales d'utilisation, votre accord est requis [J'accepte] [Refuser]",
    "En poursuivant votre visite, acceptez les CGU [J'accepte] [Fermer]",
    "Selon les CGU et la vie privée, votre accord est requis. [J'accepte] [Refuser]",
    "Selon les CGU et la protection de la vie privée, votre accord est requis [J'accepte] [Refuser]",
    "Selon les CGU, votre accord est requis. Elles parlent de cookies. [J'accepte] [Refuser]",
    'Conformément aux CGU, vous devez donner votre accord, cookies compris. [Tout refuser]',
    "Selon nos CGU, merci d'accepter leur nouvelle rédaction (cookies). [Refuser]",
  ],
  request: [
    'Demandes de rattachement de nos partenaires [Tout refuser] [Tout valider]',
    'Invitation [Rejoindre] [Refuser]',
  ],
  survey: ['Votre avis sur le dossier 12 [Tout accepter] [Tout refuser]', 'Enquête [Refuser]'],
  unknown: [
    'Vous avez 2 demandes à valider. [Tout valider] [Tout refuser]',
    '3 habilitations à traiter pour votre structure. [Tout accepter] [Tout refuser]',
    'Jean DUPONT souhaite accéder à votre structure. [Accepter] [Tout refuser]',
    '2 mandats de facturation de nos partenaires [Tout accepter] [Tout refuser]',
    '3 factures reçues. Faites vos choix. [Tout accepter] [Tout refuser]',
    '4 devis [Tout accepter] [Tout refuser] [Refuser]',
    'Vos choix : 3 utilisateurs sollicitent votre accord pour personnaliser leurs droits. [Tout accepter] [Tout refuser]',
    'Vos choix : des utilisateurs vous demandent de personnaliser leurs droits. [Tout accepter] [Tout refuser]',
    'Vos préférences de notification : 3 partages de dossier vous sont proposés. [Tout refuser]',
    'Vos préférences de notification : un partage de dossier. [Tout accepter] [Tout refuser]',
    'Votre navigation : 2 accès délégués attendent. [Tout accepter] [Tout refuser]',
    'Nous respectons vos choix : 2 nouveaux partages. [Tout accepter] [Tout refuser]',
    'Personnalisation des droits : un collègue en attente [Tout accepter] [Tout refuser]',
    'Votre espace personnalisé : un accès délégué [Tout accepter] [Tout refuser]',
    'Pour améliorer votre expérience, un dossier est partagé avec vous. [Tout accepter] [Tout refuser]',
    'Des utilisateurs souhaitent consulter vos données personnelles. [Accepter] [Refuser]',
    'Vos demandes. Données personnelles de Jean DUPONT [Accepter] [Refuser]',
    'Engagement de confidentialité [Refuser] [Signer]',
  ],
};

for (const [subject, texts] of Object.entries(TEXTS)) {
  test(`a dialog is told by its words: ${subject}`, () => {
    for (const text of texts) {
      expect.soft(subjectOf(plain(text)) ?? 'unknown', text).toBe(subject);
    }
  });
}
