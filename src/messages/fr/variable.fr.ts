import type { Texts } from '../texts.ts';

/** One-line description of each variable, in French. */
export const variableTextsFr: Texts['variables'] = {
  CHORUS_ENV:
    'quel portail : qualification a des structures fictives ; exigée, sauf sur un portail d’essai',
  CHORUS_URL: 'une autre adresse de ce portail ; PISTE reste celui de CHORUS_ENV',
  CHORUS_LOGIN: 'le login de l’administrateur sur le portail',
  CHORUS_PASSWORD: 'le mot de passe de l’administrateur',
  CHORUS_TOTP_SECRET: 'le secret de l’application d’authentification, si le compte en a une',
  CHORUS_TOTP_LABEL: 'son nom sur le portail, si le compte en a plusieurs',
  CHORUS_ALLOWED_HOSTS:
    'les seuls hôtes où un mot de passe est saisi ; sinon ceux du portail lui-même',
  CHORUS_PISTE_CLIENT_ID: 'l’application PISTE par laquelle verify interroge l’API officielle',
  CHORUS_PISTE_CLIENT_SECRET: 'son secret (« OAuth Credentials »)',
  CHORUS_PISTE_OAUTH_URL: 'une autre adresse pour les jetons ; sinon celle de CHORUS_ENV',
  CHORUS_PISTE_API_URL: 'une autre adresse de l’API ; sinon celle de CHORUS_ENV',
  CHORUS_PISTE_INTERVAL: 'le délai minimal entre deux requêtes à l’API',
  RACCORD_HOME:
    'registre, identifiants scellés, session, rapports ; sinon raccord dans $XDG_DATA_HOME ou ~/.local/share, ou ./.raccord s’il existe',
  RACCORD_PROFILE: 'le profil à utiliser, comme avec --profile ; dans l’environnement seulement',
  RACCORD_PROFILES:
    'le dossier des profils ; sinon raccord/profiles dans $XDG_CONFIG_HOME ou ~/.config ; dans l’environnement seulement',
  RACCORD_DATABASE_URL:
    'base PostgreSQL d’un registre que plusieurs postes partagent, comme postgresql://utilisateur:motdepasse@hote/base ; sinon un fichier du dossier',
  RACCORD_BOARD_TOKEN: 'le jeton qui ouvre `raccord board` depuis un autre poste',
  RACCORD_RECIPIENTS:
    'les clés publiques (age1…) pour lesquelles sceller ; prioritaires sur celles de RACCORD_HOME',
  RACCORD_IDENTITY: 'le fichier de la clé privée qui les ouvre ; sinon dans RACCORD_HOME',
  RACCORD_BROWSER:
    'chemin ou canal d’un navigateur ; sinon celui de Playwright, ou l’un de ceux du poste',
  RACCORD_CONTACT_NAME: 'le contact technique, si la liste n’en donne pas',
  RACCORD_CONTACT_PHONE: 'le téléphone du contact',
  RACCORD_CONTACT_EMAIL: 'l’adresse électronique du contact',
  RACCORD_CONTACT_FAX: 'le fax du contact',
  RACCORD_EDITOR: 'l’éditeur ou la solution à déclarer, tels que le portail les liste',
  RACCORD_USAGE: 'le type d’utilisation à déclarer, tel que le portail le liste',
  RACCORD_APPLICATION_PATTERN:
    'les noms d’applications PISTE, si la liste n’en donne pas ; {n} : le prochain numéro libre',
  RACCORD_PATIENCE: 'le temps que le portail peut prendre pour répondre à une écriture',
  RACCORD_SETTLE: 'le temps pendant lequel raccord cherche l’effet d’une réponse incertaine',
  RACCORD_READY_AFTER: 'l’âge à partir duquel un nouveau compte fonctionne',
  RACCORD_KEEP:
    'le délai, comme `90d`, après lequel un passage supprime les pièces et les rapports des précédents ; jamais par défaut',
  RACCORD_TIMEZONE: 'le fuseau horaire des heures lues et affichées',
  RACCORD_SMTP_URL: 'le serveur de courriel, comme smtps://utilisateur:motdepasse@hote',
  RACCORD_NOTIFY_TO: 'les adresses qui reçoivent un courriel à la fin d’un passage',
  RACCORD_NOTIFY_FROM: 'l’expéditeur de ce courriel',
  RACCORD_WEBHOOK_URL: 'l’adresse qui reçoit un document par POST à la fin d’un passage',
  RACCORD_PING_URL:
    'adresse d’un service de surveillance comme healthchecks.io, averti de chaque passage de `raccord schedule`',
  RACCORD_WEBHOOK_SECRET: 'le secret qui signe ce document',
  RACCORD_WEBHOOK_FORMAT: 'la forme de ce document',
  RACCORD_DELIVER_FOLDER: 'le dossier où les identifiants sont livrés en fichiers age',
  RACCORD_DELIVER_RECIPIENTS: 'les clés publiques pour lesquelles ces fichiers sont scellés',
  RACCORD_DELIVER_HOOK: 'la commande qui reçoit un identifiant sur son entrée standard',
  RACCORD_DELIVER_HOOK_TIMEOUT: 'le temps que cette commande peut prendre',
  RACCORD_VAULT_URL: 'l’adresse de HashiCorp Vault ou d’OpenBao',
  RACCORD_VAULT_MOUNT: 'son montage KV version 2',
  RACCORD_VAULT_PATH: 'le chemin d’un identifiant là-bas',
  RACCORD_VAULT_NAMESPACE: 'son espace de noms',
  RACCORD_VAULT_ALLOWED_HOSTS: 'les autres hôtes vers lesquels un nœud peut rediriger',
  RACCORD_VAULT_TOKEN: 'le jeton pour s’y connecter',
  RACCORD_VAULT_ROLE_ID: 'l’AppRole pour s’y connecter, à la place d’un jeton',
  RACCORD_VAULT_SECRET_ID: 'le secret de cet AppRole',
};
