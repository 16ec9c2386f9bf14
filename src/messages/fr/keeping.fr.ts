import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { Texts } from '../texts.ts';

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1).replace('.', ',');

export const keepingTextsFr = (command: WriteCommand): Texts['keeping'] => ({
  confirm: (count) => `Supprimer ces ${count} dossiers ?`,
  wouldGo: (count, bytes) =>
    count === 0
      ? 'Rien n’est assez ancien pour être supprimé.'
      : `${count} dossiers seraient supprimés (${megabytes(bytes)} Mo). Registre, identifiants, clés et session restent.`,
  gone: (count, bytes) =>
    count === 0
      ? 'Rien n’est assez ancien pour être supprimé.'
      : `${count} dossiers supprimés (${megabytes(bytes)} Mo). Registre, identifiants, clés et session restent.`,
  cleaned: 'd’anciennes pièces et d’anciens rapports ont été supprimés (RACCORD_KEEP)',
  notCleaned: 'd’anciennes pièces et d’anciens rapports n’ont pas pu être supprimés (RACCORD_KEEP)',
  nothingThere: (home) => `${home} : rien n’y a encore été fait, il n’y a donc rien à sauvegarder`,
  backedUp: (file, credentials, keys) =>
    `${file} : registre, ${credentials} identifiants scellés et réglages, scellés pour ${keys} clé(s).`,
  withKey:
    'Il contient la clé privée de ce dossier : si elle est perdue, seule une autre des clés pour lesquelles il est scellé peut l’ouvrir.',
  withoutKey:
    'Il ne contient aucune clé privée : gardez la vôtre ailleurs, car sans elle personne ne peut ouvrir ce fichier.',
  restored: (home, createdAt, sirets, credentials) =>
    `Restauré dans ${home}, état du ${createdAt} : ${sirets} SIRET, ${credentials} identifiants.`,
  afterRestore: `Ce qui a été fait depuis n’y figure pas : raccord lit le portail avant d’aller plus loin. Reconnectez-vous (« ${command('sign-in')} »), puis « ${command('plan')} ».`,
  help: {
    clean: 'supprimer pièces, traces et rapports des passages anciens',
    olderThan: 'des passages plus anciens, comme 90d (sinon RACCORD_KEEP)',
    cleanDryRun: 'montrer ce qui serait supprimé, sans rien supprimer',
    backup: 'sauver ce qui ne se recrée pas, en un seul fichier scellé',
    backupFile: 'fichier à écrire, qui ne doit pas encore exister',
    withKeys: 'avec la clé privée du dossier (sans elle par défaut)',
    restore: 'restaurer une sauvegarde dans un dossier vide',
    restoreFile: 'le fichier écrit par backup',
    identity: 'fichier de la clé privée (sinon RACCORD_IDENTITY)',
  },
});
