import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { Texts } from '../texts.ts';

export const scheduleTextsFr = (command: WriteCommand): Texts['schedule'] => ({
  help: {
    schedule: 'lancer batch, renew… selon cron, ou imprimer une unité',
    usage: '[options] -- batch [options]',
    cron: 'quand : cinq champs, ou six dès la seconde ; répétable',
    timezone: 'sinon : RACCORD_TIMEZONE, ou Europe/Paris',
    window: 'n’écrire que dans ces heures de chaque jour',
    rosterLater: 'liste faite plus tard : si illisible, avertir seulement',
    once: 'finir après le prochain passage',
    print: 'systemd, cron ou task-scheduler : imprimer une unité',
  },
  rosterLater: (why) =>
    `la liste ne peut pas être lue maintenant, et devra l’être avant le passage : ${why}`,
  noKey: (file) =>
    `pas de clé privée dans ${file} : ce poste ne remettra rien après un passage (« ${command('deliver')} » ailleurs)`,
  next: (at) => `prochain passage le ${at}`,
  started: 'un passage commence',
  ended: (exitCode) => `le passage s’est terminé avec le code de sortie ${exitCode}`,
  died: (reason) => `le passage a été arrêté du dehors (${reason})`,
  stillGoing: (since) => `pas lancé : le passage du ${since} est encore en cours`,
  missed: (count, first, last) =>
    first === last
      ? `manqué : le passage du ${first} ; rien ne veillait, ou la machine dormait`
      : `manqués : ${count} passages du ${first} au ${last} ; rien ne veillait, ou la machine dormait`,
  draining: 'plus de nouveau passage ; attente de celui en cours',
  forgetful:
    'des passages manqués pourront être ignorés au prochain lancement : le pense-bête ne peut être écrit',
  units: {
    service: ({ user, folders, password, profiles }) => [
      `Avant le premier lancement : l’utilisateur ${user}, à lui (mode 700) ${folders.join(' et ')}${password === undefined ? '.' : ', et le'}`,
      ...(password === undefined
        ? []
        : [`mot de passe de l’administrateur dans ${password} (à root, mode 600).`]),
      `systemd 251 ou plus récent. Les autres réglages viennent ${profiles === undefined ? 'du .env du dossier de travail' : `des profils de ${profiles}`}.`,
    ],
    stopping: [
      'Le navigateur doit survivre au signal : raccord seul le reçoit, finit l’étape en cours',
      'et ferme lui-même le navigateur.',
    ],
    hardening: ['Pas de MemoryDenyWriteExecute= : Node et le navigateur compilent en marchant.'],
    browser: ['Ce qu’il faut au bac à sable du navigateur, et rien de plus.'],
    timer: ['Un passage manqué est rattrapé ; --window retient les écritures hors de ses heures.'],
    crontab: (timezone) => [
      'raccord : en dernier dans la crontab, car CRON_TZ vaut pour toutes les lignes suivantes.',
      `Le cron de Debian ignore CRON_TZ : la machine doit y être à l’heure de ${timezone}.`,
    ],
    task: (timezone, variables) =>
      `Les heures sont celles de cette machine, qui doit être à l’heure de ${timezone}. Dans le .env du dossier de travail : ${variables.join(' ')}`,
  },
});
