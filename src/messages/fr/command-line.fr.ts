import type { Texts } from '../texts.ts';

/** Errors in a command line that cannot be parsed, in French. */
export const commandLineTextsFr: Texts['commandLine'] = {
  meant: (name) => `(vouliez-vous dire ${name} ?)`,
  unknownOption: (flag, meant) =>
    `option « ${flag} » inconnue${meant === undefined ? '' : ` ${commandLineTextsFr.meant(meant)}`}`,
  unknownCommand: (name, meant) =>
    `commande « ${name} » inconnue${meant === undefined ? '' : ` ${commandLineTextsFr.meant(meant)}`}`,
  missingOption: (flags) => `il manque l’option « ${flags} »`,
  missingValue: (flags) => `il manque une valeur à l’option « ${flags} »`,
  missingArgument: (name) => `il manque l’argument « ${name} »`,
  conflict: (one, other) => `l’option « ${one} » ne peut pas être utilisée avec « ${other} »`,
  excessArguments: (expected, found) => `trop d’arguments : ${found} au lieu de ${expected}`,
  invalidValue: (flags, value, why) => `option « ${flags} », valeur « ${value} » : ${why}`,
  invalidArgument: (name, value, why) => `argument « ${name} », valeur « ${value} » : ${why}`,
  siretParts: (parts) =>
    `« ${parts} » n’est pas un SIRET complet : un SIRET a 14 chiffres, avec ou sans espaces`,
  choices: (names) => `une valeur parmi ${names}.`,
  positiveNumber: 'il faut un nombre supérieur ou égal à 1',
  port: 'il faut un numéro de port, de 0 à 65535',
  milliseconds: 'il faut des millisecondes comme 250, ou une durée comme 2s',
  timeSpan: (example) => `il faut une durée avec son unité, comme ${example} (ms, s, m, h ou d)`,
  see: (command) => `Voir : ${command} --help`,
};
