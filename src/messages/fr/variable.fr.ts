import type { Texts } from '../texts.ts';

/** One-line description of each variable, in French. */
export const variableTextsFr: Texts['variables'] = {
  CHORUS_ENV:
    'quel portail : qualification a des structures fictives ; exigée, sauf sur un portail d’essai',
  CHORUS_URL: 'une autre adresse du portail, qui l’emporte sur CHORUS_ENV',
  CHORUS_LOGIN: 'le login de l’administrateur sur le portail',
  CHORUS_PASSWORD: 'le mot de passe de l’administrateur',
  CHORUS_TOTP_SECRET: 'le secret de l’application d’authentification, si une est enrôlée',
  CHORUS_TOTP_LABEL: 'son nom sur le portail, si le compte en a plusieurs',
  CHORUS_ALLOWED_HOSTS:
    'les seuls hôtes où un mot de passe est saisi ; sinon ceux du portail lui-même',
  CHORUS_PISTE_CLIENT_ID: 'l’application PISTE par laquelle verify interroge l’API officielle',
  CHORUS_PISTE_CLIENT_SECRET: 'son secret (« OAuth Credentials »)',
  CHORUS_PISTE_OAUTH_URL: 'une autre adresse pour les jetons ; sinon celle de CHORUS_ENV',
  CHORUS_PISTE_API_URL: 'une autre adresse de l’API ; sinon celle de CHORUS_ENV',
  CHORUS_PISTE_INTERVAL: 'le moins de temps entre deux requêtes à l’API',
  RACCORD_HOME:
    'registre, identifiants scellés, session, rapports ; sinon raccord dans $XDG_DATA_HOME ou ~/.local/share, ou ./.raccord s’il y en a un',
  RACCORD_PROFILE: 'le profil que --profile nomme ; dans l’environnement seulement',
  RACCORD_PROFILES:
    'le dossier des profils ; sinon raccord/profiles dans $XDG_CONFIG_HOME ou ~/.config ; dans l’environnement seulement',
  RACCORD_DATABASE_URL:
    'base PostgreSQL d’un registre que plusieurs postes partagent, comme postgresql://utilisateur:motdepasse@hote/base ; sinon un fichier du dossier',
  RACCORD_BOARD_TOKEN: 'ce qui ouvre `raccord board` à qui n’est pas sur cette machine',
  RACCORD_RECIPIENTS:
    'les clés publiques (age1…) auxquelles on scelle ; l’emporte sur celles de RACCORD_HOME',
  RACCORD_IDENTITY: 'le fichier de la clé privée qui ouvre ; sinon dans RACCORD_HOME',
  RACCORD_BROWSER:
    'chemin ou canal d’un navigateur ; sinon celui de Playwright, ou un de ceux du poste',
  RACCORD_CONTACT_NAME: 'le contact technique, là où la liste n’en donne pas',
  RACCORD_CONTACT_PHONE: 'le téléphone du contact',
  RACCORD_CONTACT_EMAIL: 'l’adresse électronique du contact',
  RACCORD_CONTACT_FAX: 'le fax du contact',
  RACCORD_EDITOR: 'l’éditeur ou la solution à déclarer, comme le portail l’écrit',
  RACCORD_USAGE: 'le type d’utilisation à déclarer, comme le portail l’écrit',
  RACCORD_APPLICATION_PATTERN:
    'les noms d’applications PISTE, là où la liste n’en donne pas ; {n} : le prochain numéro libre',
  RACCORD_PATIENCE: 'le temps que le portail peut prendre pour répondre à une écriture',
  RACCORD_SETTLE:
    'le temps pendant lequel raccord cherche ce qu’est devenue une réponse incertaine',
  RACCORD_READY_AFTER: 'l’âge à partir duquel un compte neuf marche',
  RACCORD_KEEP:
    'au bout de combien de temps, comme `90d`, un passage supprime les pièces et les rapports des précédents ; jamais par défaut',
  RACCORD_TIMEZONE: 'le fuseau dans lequel les heures sont comprises et montrées',
  RACCORD_SMTP_URL: 'le serveur de courrier, comme smtps://utilisateur:motdepasse@hote',
  RACCORD_NOTIFY_TO: 'qui reçoit par courrier la fin d’un passage',
  RACCORD_NOTIFY_FROM: 'l’expéditeur de ce courrier',
  RACCORD_WEBHOOK_URL: 'reçoit un document par POST à la fin d’un passage',
  RACCORD_PING_URL:
    'adresse d’un veilleur comme healthchecks.io, averti de chaque passage de `raccord schedule`',
  RACCORD_WEBHOOK_SECRET: 'signe ce document',
  RACCORD_WEBHOOK_FORMAT: 'la forme de ce document',
  RACCORD_DELIVER_FOLDER: 'le dossier de fichiers age où les identifiants sont remis',
  RACCORD_DELIVER_RECIPIENTS: 'les clés publiques auxquelles ces fichiers sont scellés',
  RACCORD_DELIVER_HOOK: 'la commande qui prend un identifiant sur son entrée standard',
  RACCORD_DELIVER_HOOK_TIMEOUT: 'le temps que cette commande peut prendre',
  RACCORD_VAULT_URL: 'l’adresse de HashiCorp Vault ou d’OpenBao',
  RACCORD_VAULT_MOUNT: 'son montage KV version 2',
  RACCORD_VAULT_PATH: 'le chemin d’un identifiant là-bas',
  RACCORD_VAULT_NAMESPACE: 'son espace de noms',
  RACCORD_VAULT_ALLOWED_HOSTS: 'les hôtes, outre le sien, vers lesquels un nœud peut renvoyer',
  RACCORD_VAULT_TOKEN: 'le jeton pour s’y connecter',
  RACCORD_VAULT_ROLE_ID: 'l’AppRole pour s’y connecter, à la place d’un jeton',
  RACCORD_VAULT_SECRET_ID: 'le secret de cet AppRole',
};
