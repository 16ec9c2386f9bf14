import type { ForeignKind, OddCell, RosterColumn } from '../../errors/roster-problem.ts';
import type { SiretFault } from '../../domain/siret.ts';
import { shown, type RosterTexts } from '../roster-texts.ts';

/** Roster headers, worded as the portal labels the fields. */
export const rosterHeadersFr: Readonly<Record<RosterColumn, string>> = {
  siret: 'SIRET',
  application: "Nom de l'application PISTE",
  contact_name: 'Nom Prénom',
  contact_phone: 'Téléphone',
  contact_email: 'Adresse électronique',
  contact_fax: 'Fax',
  account_email: 'E-mail du contact',
};

const AS_TEXT = 'mettez la colonne au format texte et ressaisissez-le';
const SAVE_AS = 'enregistrez-le en .xlsx ou en « CSV UTF-8 »';
const HEADERS = Object.values(rosterHeadersFr).join(', ');

const kinds: Readonly<Record<ForeignKind, string>> = {
  pdf: 'un PDF : utilisez le tableau dont il provient',
  html: `une page web, malgré son nom : ouvrez-la dans un tableur et ${SAVE_AS}`,
  xml: `du XML, et non un classeur : ouvrez-le dans un tableur et ${SAVE_AS}`,
  xls: `un ancien classeur Excel (.xls) : ouvrez-le et ${SAVE_AS}`,
  xlsb: `un classeur Excel binaire (.xlsb) : ouvrez-le et ${SAVE_AS}`,
  ods: `un document OpenDocument : ouvrez-le et ${SAVE_AS}`,
  office: `un document Office, et non un classeur : utilisez le fichier d’un tableur, ou ${SAVE_AS}`,
  protected: 'protégé par un mot de passe : enregistrez une copie sans mot de passe',
  zip: 'une archive zip, et non un classeur : décompressez-la et utilisez la liste qu’elle contient',
  binary: `autre chose que du texte (ou de l’UTF-16 sans marque d’ordre) : ouvrez-le dans un tableur et ${SAVE_AS}`,
};

const odd: Readonly<Record<OddCell, string>> = {
  number: `un nombre à virgule : ${AS_TEXT}`,
  formatted: `un nombre que la feuille affiche autrement : ${AS_TEXT}`,
  zero: 'un 0 issu d’une formule, comme pour une cellule vide : corrigez la formule, ou saisissez la valeur',
  date: `une date : ${AS_TEXT}`,
  boolean: `vrai ou faux : ${AS_TEXT}`,
  error: 'une formule en erreur : corrigez la formule, ou saisissez la valeur',
  uncalculated: 'une formule sans résultat : ouvrez le fichier dans un tableur et enregistrez-le',
};

const siretFaults: Readonly<Record<SiretFault, (value: string) => string>> = {
  empty: () => 'pas de SIRET : écrivez ses 14 chiffres, ou supprimez la ligne',
  'scientific-notation': (value) =>
    `SIRET « ${value} » : un tableur l’a arrondi ; mettez la colonne au format texte et saisissez les 14 chiffres`,
  'leading-zero-lost': (value) =>
    `SIRET « ${value} » : un tableur a retiré le zéro de tête ; écrivez ` +
    `${value.replace(/\s/gu, '').padStart(14, '0')} dans une colonne au format texte`,
  'not-digits': (value) =>
    `SIRET « ${value} » : autre chose que des chiffres et des espaces ; écrivez 14 chiffres`,
  length: (value) => {
    const { length } = value.replace(/\s/gu, '');
    const siren = length === 9 ? ' (un SIREN : le SIRET en a 5 de plus, pour l’établissement)' : '';
    return `SIRET « ${value} » : ${length} chiffres${siren} ; écrivez les 14`;
  },
  'check-digit': (value) =>
    `SIRET « ${value} » : la clé de contrôle est fausse ; un chiffre est mal saisi, comparez avec la source`,
  'no-establishment': (value) =>
    `SIRET « ${value} » : aucun établissement n’a ce numéro ; écrivez celui de l’établissement`,
  'other-identifier': (value) =>
    `« ${value} » est un autre identifiant (RIDET, TAHITI, TVA, RNA) ; seuls les SIRET, à 14 chiffres, sont traités`,
  'siret-or-ridet': (value) =>
    `SIRET « ${value} » : la clé de contrôle est fausse ; un chiffre est mal saisi, ou c’est un RIDET précédé de 99 : seuls les SIRET sont traités`,
};

/** Roster messages in French. */
export const rosterTextsFr: RosterTexts = {
  'file-unreadable': ({ reason }) =>
    `ne peut pas être lu (${reason}) : vérifiez son nom et ses droits`,
  'file-empty': () => `est vide : écrivez une ligne d’en-tête (${HEADERS}) et une ligne par SIRET`,
  'file-too-large': ({ megabytes }) =>
    `dépasse ${megabytes} Mo : n’y laissez que les colonnes utiles, ou découpez-le`,
  'file-kind': ({ kind }) => `est ${kinds[kind]}`,
  'workbook-damaged': ({ part }) =>
    `est un classeur endommagé (${shown(part)}) : ouvrez-le dans un tableur et réenregistrez-le`,
  'workbook-too-large': ({ megabytes }) =>
    `dépasse ${megabytes} Mo une fois décompressé : copiez les lignes dans un classeur neuf`,
  'too-many-rows': ({ limit }) =>
    `a plus de ${limit} lignes : découpez-le, ou supprimez ses lignes vides`,
  'header-missing': () =>
    `pas de ligne d’en-tête : ajoutez-en une au-dessus des lignes, par exemple ${HEADERS}`,
  'siret-column-missing': () =>
    `pas de colonne « SIRET » : il faut une ligne d’en-tête, avec des noms parmi ${HEADERS}`,
  'sheet-missing': ({ name, sheets }) =>
    `n’a pas de feuille « ${shown(name)} » : ses feuilles sont ${sheets.map((one) => `« ${shown(one)} »`).join(', ')}`,
  'siret-above-header': ({ header }) =>
    `un SIRET est au-dessus de la ligne d’en-tête (ligne ${header}) : mettez l’en-tête au-dessus de toutes les lignes`,
  'column-misspelt': ({ header, meant }) =>
    `colonne « ${shown(header)} » : est-ce « ${rosterHeadersFr[meant]} » ? Renommez-la ou supprimez-la`,
  'column-ambiguous': ({ header }) =>
    `la colonne « ${shown(header)} » peut désigner l’e-mail du contact ou celui du compte technique : nommez-la « Adresse électronique » ou « E-mail du compte »`,
  'column-twice': ({ header, firstHeader }) =>
    `la colonne « ${shown(header)} » a le même sens que « ${shown(firstHeader)} » : gardez-en une seule`,
  'quote-open': () =>
    'un guillemet (") n’est jamais fermé : fermez-le, ou écrivez "" pour un guillemet',
  'row-in-quotes': ({ line }) =>
    `les guillemets (") de cette cellule contiennent la ligne ${line}, qui porte un SIRET comme une ligne de la liste : fermez-les avant elle, ou supprimez le retour à la ligne`,
  'cells-too-many': ({ expected, found }) =>
    `${found} cellules alors que l’en-tête en a ${expected} : mettez entre guillemets toute cellule qui contient un séparateur`,
  'cell-without-header': ({ value }) =>
    `« ${shown(value)} » est dans une colonne sans nom : nommez la colonne, ou videz la cellule`,
  siret: ({ value, fault }) => siretFaults[fault](shown(value)),
  'siret-twice': ({ siret, firstLine }) =>
    `le SIRET ${siret} est déjà à la ligne ${firstLine} : gardez l’une des deux lignes`,
  'application-blank': () =>
    'le nom de l’application ne contient que des espaces : écrivez un nom, ou videz la cellule pour qu’un nom soit choisi',
  'application-twice': ({ name, firstLine }) =>
    `l’application « ${shown(name)} » est déjà à la ligne ${firstLine} : il faut un nom par SIRET`,
  email: ({ header, value }) =>
    `${shown(header)} « ${shown(value)} » n’est pas une adresse électronique : écrivez par exemple nom@exemple.fr`,
  'phone-zero-lost': ({ header, value }) =>
    `${shown(header)} « ${shown(value)} » : un tableur a retiré le zéro ; écrivez 0${shown(value)} ` +
    'dans une colonne au format texte',
  'phone-plus-lost': ({ header, value }) =>
    `${shown(header)} « ${shown(value)} » : un tableur a retiré le + ; écrivez +${shown(value)} ` +
    'dans une colonne au format texte',
  'phone-rounded': ({ header, value }) =>
    `${shown(header)} « ${shown(value)} » : un tableur l’a arrondi ; ${AS_TEXT}`,
  'phone-too-short': ({ header, value }) =>
    `${shown(header)} « ${shown(value)} » est trop court pour un numéro de téléphone`,
  'not-text': ({ header, kind, value }) =>
    `${shown(header)}${value === '' ? '' : ` « ${shown(value)} »`} est ${odd[kind]}`,
  'too-long': ({ header, limit }) =>
    `${shown(header)} dépasse ${limit} caractères : raccourcissez (ou un guillemet est resté ouvert)`,
  'unreadable-characters': ({ header, value }) =>
    `${shown(header)} « ${shown(value)} » a des caractères illisibles : enregistrez le fichier en « CSV UTF-8 »`,
  'contact-missing': ({ column }) =>
    `« ${rosterHeadersFr[column]} » manque : remplissez cette colonne, ou définissez RACCORD_${column.toUpperCase()}`,
  'check-digit': ({ siret }) => `SIRET ${siret} : clé de contrôle fausse, acceptée hors production`,
  'no-rows': () => 'aucune ligne sous l’en-tête : il n’y a rien à faire',
  'hidden-rows': ({ count }) =>
    `${count} lignes masquées sont lues aussi : supprimez celles dont vous ne voulez pas`,
  'other-sheets': ({ read, others }) =>
    `seule la feuille « ${shown(read)} » est lue, et pas ${others.map((name) => `« ${shown(name)} »`).join(', ')}`,
  'merged-cells': ({ header, range }) =>
    `${shown(header)} : les cellules fusionnées ${shown(range)} n’ont qu’une valeur, les autres sont vides ; défusionnez-les et remplissez chacune`,
  'column-unknown': ({ header }) =>
    `la colonne « ${shown(header)} » est ignorée ; pour qu’elle soit lue, donnez-lui l’un des noms ${HEADERS}`,
  'rows-above-header': ({ count, value }) =>
    `${count} ligne(s) au-dessus de l’en-tête ne sont pas lues, la première avec « ${shown(value)} »`,
  'cells-missing': ({ count, headers }) =>
    `${count} ligne(s) finissent avant ${headers.map((one) => `« ${shown(one)} »`).join(', ')} : les cellules manquantes comptent comme vides`,
  'cells-empty-behind': () =>
    'chaque ligne finit par un séparateur que l’en-tête n’a pas : il est ignoré',
  'encoding-guessed': ({ values }) =>
    `l’encodage est deviné (Windows-1252) ; est-ce juste : ${values.map((one) => `« ${shown(one)} »`).join(', ')} ? Sinon, enregistrez le fichier en « CSV UTF-8 »`,
  'looks-garbled': ({ header, value }) =>
    `${shown(header)} « ${shown(value)} » : est-ce correct ? Un mauvais encodage semble l’avoir altéré ; ressaisissez-le, ou enregistrez sa source en « CSV UTF-8 »`,
  'in-quotes': ({ header, value }) =>
    `${shown(header)} « ${shown(value)} » : les guillemets font partie de la valeur ; retirez-les si ce n’est pas voulu`,
  'contact-from-configuration': ({ column, count, value }) =>
    `« ${rosterHeadersFr[column]} » est vide dans ${count} ligne(s), qui reçoivent RACCORD_${column.toUpperCase()} : « ${shown(value)} »`,
};
