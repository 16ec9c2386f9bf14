import type { RequestObjection } from '../../teaching/taught-request.ts';
import type { Texts } from '../texts.ts';

const objections: Readonly<Record<RequestObjection, string>> = {
  'another-host': 'elle va vers un autre hôte que ceux du portail',
  method: 'sa méthode n’est pas POST',
  unreadable: 'raccord ne peut pas lire ce qu’elle envoie, ou quelle opération elle demande',
  mutation: 'c’est une mutation ou un abonnement GraphQL',
  'says-it-writes': 'un de ses mots dit qu’elle change quelque chose',
  password: 'elle porte un mot de passe',
  submit: 'c’est peut-être ce qu’envoie le bouton d’envoi d’un formulaire',
};

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'rien' : names.join(', ');

export const teachRequestTextsFr: Texts['teach']['requests'] = {
  stopped: 'Un mode qui ne fait que lire a arrêté cette requête :',
  request: ({ method, path }, host) => `  ${method} ${host}${path}`,
  names: (names) => `  noms qu’elle contient (sans les valeurs) : ${listed(names)}`,
  operations: (operations) => `  opération : ${operations.join(', ')}`,
  sentBy: (page, after) =>
    after === ''
      ? `  envoyée par la page elle-même à son ouverture : ${page}`
      : `  envoyée par la page ${page}, après l’usage de « ${after} »`,
  askReads:
    'Ne fait-elle que lire ? Oui la laisse passer désormais, dans les modes qui ne font que lire.',
  remembered: (name) => `Retenue comme requête qui ne fait que lire : ${name}. Nouvelle lecture.`,
  notTeachable: (address, why) =>
    `Arrêtée, et jamais apprise comme une lecture : ${address} : ${objections[why]}.`,
  described: ({ method, names }) => `${method} qui ne fait que lire, avec ${listed(names)}`,
};
