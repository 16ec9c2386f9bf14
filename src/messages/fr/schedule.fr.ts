import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { Texts } from '../texts.ts';

export const scheduleTextsFr = (command: WriteCommand): Texts['schedule'] => ({
  help: {
    schedule: 'lancer batch, renew… selon cron, ou afficher une unité',
    usage: '[options] -- batch [options]',
    cron: 'quand : cinq champs, ou six avec les secondes ; répétable',
    timezone: 'sinon : RACCORD_TIMEZONE, ou Europe/Paris',
    window: 'n’écrire qu’entre ces heures, chaque jour',
    rosterLater: 'liste pas encore prête : avertir seulement si illisible',
    once: 's’arrêter après le prochain passage',
    print: 'systemd, cron ou task-scheduler : afficher une unité',
  },
  rosterLater: (why) =>
    `la liste n’est pas encore lisible ; elle devra l’être avant le passage : ${why}`,
  noKey: (file) =>
    `pas de clé privée dans ${file} : ce poste ne livre rien après un passage (lancez « ${command('deliver')} » ailleurs)`,
  left: (names) =>
    `absentes de ce qui a été affiché, qui ne contient aucun secret : ${names.join(', ')}. Définissez-les là où le passage les trouvera : dans .env ou le fichier de son profil${names.includes('NODE_EXTRA_CA_CERTS') ? ', NODE_EXTRA_CA_CERTS dans l’environnement de son utilisateur' : ''}`,
  next: (at) => `prochain passage le ${at}`,
  started: 'un passage commence',
  ended: (exitCode) => `le passage s’est terminé avec le code de sortie ${exitCode}`,
  died: (reason) => `le passage a été interrompu par le système (${reason})`,
  stillGoing: (since) => `non lancé : le passage du ${since} est encore en cours`,
  missed: (count, first, last) =>
    first === last
      ? `manqué : le passage du ${first} ; raccord ne tournait pas, ou la machine était en veille`
      : `manqués : ${count} passages du ${first} au ${last} ; raccord ne tournait pas, ou la machine était en veille`,
  draining: 'aucun nouveau passage ; attente de la fin de celui en cours',
  forgetful:
    'des passages manqués pourront passer inaperçus au prochain lancement : leur suivi ne peut pas être écrit',
  units: {
    service: ({ user, folders, handedOver, password, profiles }) => [
      `Avant le premier lancement, créez l’utilisateur ${user}, propriétaire de ${folders.join(' et ')} (mode 700)${password === undefined ? '.' : ', et placez le'}`,
      ...(password === undefined
        ? []
        : [`mot de passe de l’administrateur dans ${password} (propriétaire root, mode 600).`]),
      ...(handedOver.length === 0
        ? []
        : [
            `Rendez aussi ${user} propriétaire de ce qui suit (chown), et de tout fichier de secret nommé dedans :`,
            handedOver.join(' '),
          ]),
      `systemd 251 ou plus récent. Les autres réglages viennent ${profiles === undefined ? 'du .env du dossier de travail' : `des profils de ${profiles}`}.`,
    ],
    stopping: [
      'Le navigateur doit survivre au signal : seul raccord le reçoit, termine l’étape en cours',
      'et ferme lui-même le navigateur.',
    ],
    hardening: [
      'Pas de MemoryDenyWriteExecute= : Node et le navigateur compilent pendant l’exécution.',
    ],
    browser: ['Uniquement ce qu’exige le bac à sable du navigateur.'],
    timer: ['Un passage manqué est rattrapé ; --window retient les écritures hors de ses heures.'],
    crontab: (timezone) => [
      'raccord : à laisser en dernier dans la crontab, car CRON_TZ vaut pour toutes les lignes suivantes.',
      `Le cron de Debian ignore CRON_TZ : la machine doit y être à l’heure de ${timezone}.`,
    ],
    task: (timezone, variables) =>
      `Les heures sont celles de cette machine, qui doit être à l’heure de ${timezone}. Dans le .env du dossier de travail : ${variables.join(' ')}`,
  },
});
