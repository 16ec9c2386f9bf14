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
  cleaned: 'd’anciennes preuves et d’anciens rapports ont été supprimés (RACCORD_KEEP)',
  notCleaned:
    'd’anciennes preuves et d’anciens rapports n’ont pas pu être supprimés (RACCORD_KEEP)',
  nothingThere: (home) => `${home} : rien n’y a encore été fait, il n’y a donc rien à sauvegarder`,
  backedUp: (file, credentials, keys) =>
    `${file} : registre, ${credentials} identifiants scellés et réglages, scellés pour ${keys} clé(s).`,
  withKey:
    'La clé privée de ce dossier y est : si elle est perdue, seule une autre des clés pour lesquelles le fichier est scellé l’ouvre.',
  withoutKey:
    'Aucune clé privée n’y est : gardez la vôtre ailleurs, sans elle personne n’ouvre ce fichier.',
  restored: (home, createdAt, sirets, credentials) =>
    `Restauré dans ${home}, état du ${createdAt} : ${sirets} SIRET, ${credentials} identifiants.`,
  afterRestore: `Ce qui a été fait depuis n’y est pas : raccord lit le portail avant de faire quoi que ce soit. Connectez-vous de nouveau (« ${command('sign-in')} »), puis « ${command('plan')} ».`,
  help: {
    clean: 'supprimer preuves, traces et rapports des passages anciens',
    olderThan: 'des passages plus anciens, comme 90d (sinon RACCORD_KEEP)',
    cleanDryRun: 'dire ce qui serait supprimé, sans rien supprimer',
    backup: 'ce qui ne peut pas être refait, en un seul fichier scellé',
    backupFile: 'fichier à écrire, s’il n’existe pas encore',
    withKeys: 'avec la clé privée du dossier (sans elle par défaut)',
    restore: 'remettre une sauvegarde dans un dossier vide',
    restoreFile: 'ce que backup a écrit',
    identity: 'fichier de la clé privée (sinon RACCORD_IDENTITY)',
  },
});
