import type { WriteCommand } from '../../domain/raccord-command.ts';
import type { Texts } from '../texts.ts';

/** Texts of `raccord init`, in French. */
export const initTextsFr = (command: WriteCommand): Texts['init'] => ({
  help: {
    init: 'créer .env, les clés et une liste, par questions au terminal',
    environment: 'qualification (fictif) ou production',
    login: 'le login de l’administrateur',
    passwordFile: 'fichier (mode 600) du mot de passe',
    passwordCommand: 'commande qui affiche le mot de passe',
    totpFile: 'fichier du secret de l’application d’authentification',
    editor: 'éditeur ou solution à déclarer',
    usage: 'type d’utilisation à déclarer',
    applicationPattern: 'noms des applications PISTE, {n} : un numéro',
    home: 'dossier de RACCORD_HOME',
    key: 'fichier de la clé privée (sinon : RACCORD_HOME)',
    recipient: 'clé publique existante ; aucune paire n’est créée',
    roster: 'liste à créer (sinon : clients.csv)',
    force: 'remplacer le .env existant',
  },
  title:
    'raccord lit ce fichier dans le dossier où on le lance. LISEZMOI explique toutes les variables.',
  titleOfProfile: (name) =>
    `raccord lit ce fichier avec --profile ${name}, dans n’importe quel dossier. LISEZMOI explique toutes les variables.`,
  asks: {
    environment: 'CHORUS_ENV : quel portail ?',
    qualification: 'qualification : structures fictives, pour commencer',
    production: 'production : ce qui y est déclaré est réel',
    password: 'Comment donner à raccord le mot de passe de l’administrateur ?',
    totp: 'Et le second facteur ?',
    file: 'chemin d’un fichier en mode 600 qui le contient',
    command: 'une commande qui l’affiche, comme pass show chorus',
    mayBeEmpty: '(peut rester vide)',
  },
  ways: {
    typed: 'je le saisis maintenant, sans affichage ; il est gardé dans .env (mode 600)',
    file: 'un fichier le contient',
    command: 'une commande l’affiche',
    later: 'plus tard : je le renseigne moi-même',
    none: 'un code par courriel : une personne le saisit au terminal',
  },
  examples: {
    CHORUS_LOGIN: 'admin@exemple.fr',
    RACCORD_CONTACT_NAME: 'Camille Martin',
    RACCORD_CONTACT_PHONE: '04 78 00 00 00',
    RACCORD_CONTACT_EMAIL: 'camille.martin@exemple.fr',
    RACCORD_EDITOR: 'le libellé de la liste du portail',
    RACCORD_APPLICATION_PATTERN: 'MaSociete{n}',
  },
  left: 'Rien n’a été écrit.',
  exists: (file) => `${file} existe déjà : --force le remplace`,
  environment: (name, host) => `Portail : ${name} (${host})`,
  written: (file) => `${file} écrit, lisible par vous seul (mode 600).`,
  home: (folder) => `RACCORD_HOME : ${folder}`,
  keysThere: (home) =>
    `Clés : ${home} a déjà les siennes ; « ${command('keys', 'show')} » les montre.`,
  sealedTo: (recipients) => `Scellé pour : ${recipients}`,
  roster: (file) => `Liste à remplir : ${file}`,
  rosterThere: (file) => `Liste : ${file} existe déjà et n’a pas été modifiée.`,
  fillIn: (file, names) => `À remplir dans ${file} : ${names.join(', ')}`,
  next: (command) => `Ensuite : ${command}`,
});
