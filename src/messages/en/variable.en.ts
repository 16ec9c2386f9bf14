import type { SecretName, Variables } from '../../config/variable-schema.ts';

/** One-line description of each variable, for the README's table and the `.env` of `init`. */
export const variableTextsEn: Readonly<Record<keyof Variables | SecretName, string>> = {
  CHORUS_ENV:
    'which portal: qualification has fictitious structures; required unless it is a stand-in',
  CHORUS_URL: 'another address of that portal; the PISTE used remains that of CHORUS_ENV',
  CHORUS_LOGIN: 'the administrator’s login on the portal',
  CHORUS_PASSWORD: 'the administrator’s password',
  CHORUS_TOTP_SECRET: 'secret of the authenticator application, if one was enrolled',
  CHORUS_TOTP_LABEL: 'its name on the portal, if the account has several',
  CHORUS_ALLOWED_HOSTS: 'the only hosts on which a password is typed; default: the portal’s own',
  CHORUS_PISTE_CLIENT_ID: 'the PISTE application through which verify asks the official API',
  CHORUS_PISTE_CLIENT_SECRET: 'its secret ("OAuth Credentials")',
  CHORUS_PISTE_OAUTH_URL: 'another address for tokens; default: that of CHORUS_ENV',
  CHORUS_PISTE_API_URL: 'another address of the API; default: that of CHORUS_ENV',
  CHORUS_PISTE_INTERVAL: 'minimum time between two requests to the API',
  RACCORD_HOME:
    'ledger, sealed credentials, session, reports; default: raccord in $XDG_DATA_HOME or ~/.local/share, ./.raccord if it exists',
  RACCORD_PROFILE: 'the profile to use, as with --profile; only in the environment',
  RACCORD_PROFILES:
    'folder of the profiles; default: raccord/profiles in $XDG_CONFIG_HOME or ~/.config; only in the environment',
  RACCORD_DATABASE_URL:
    'PostgreSQL database of a ledger that several machines share, as postgresql://user:password@host/database; default: a file in the home',
  RACCORD_BOARD_TOKEN: 'token that opens `raccord board` from other machines',
  RACCORD_RECIPIENTS:
    'public keys (age1…) that credentials are sealed to; overrides those of RACCORD_HOME',
  RACCORD_IDENTITY: 'file of the private key that opens them; default: in RACCORD_HOME',
  RACCORD_BROWSER:
    'a browser’s path or channel; default: Playwright’s own, otherwise one on the machine',
  RACCORD_CONTACT_NAME: 'technical contact, if the roster names none',
  RACCORD_CONTACT_PHONE: 'the contact’s telephone',
  RACCORD_CONTACT_EMAIL: 'the contact’s e-mail address',
  RACCORD_CONTACT_FAX: 'the contact’s fax',
  RACCORD_EDITOR: 'editor or solution to declare, as the portal lists it',
  RACCORD_USAGE: 'type of use to declare, as the portal lists it',
  RACCORD_APPLICATION_PATTERN:
    'names of PISTE applications, if the roster names none; {n}: the next free number',
  RACCORD_PATIENCE: 'how long the portal may take to answer a write',
  RACCORD_SETTLE: 'how long raccord looks for the result of an unclear answer',
  RACCORD_READY_AFTER: 'age from which a new account works',
  RACCORD_KEEP:
    'after how long, such as `90d`, a run removes evidence and reports of earlier ones; never by default',
  RACCORD_TIMEZONE: 'time zone in which hours are read and shown',
  RACCORD_SMTP_URL: 'mail server, as smtps://user:password@host',
  RACCORD_NOTIFY_TO: 'addresses that get a mail at the end of a run',
  RACCORD_NOTIFY_FROM: 'sender of that mail',
  RACCORD_WEBHOOK_URL: 'address that gets a document by POST at the end of a run',
  RACCORD_PING_URL:
    'address of a dead man’s switch such as healthchecks.io, notified of each run of `raccord schedule`',
  RACCORD_WEBHOOK_SECRET: 'secret that signs that document',
  RACCORD_WEBHOOK_FORMAT: 'the shape of that document',
  RACCORD_DELIVER_FOLDER: 'folder where credentials are delivered as age files',
  RACCORD_DELIVER_RECIPIENTS: 'public keys that these files are sealed to',
  RACCORD_DELIVER_HOOK: 'command that takes a credential on its standard input',
  RACCORD_DELIVER_HOOK_TIMEOUT: 'how long that command may take',
  RACCORD_VAULT_URL: 'address of HashiCorp Vault or OpenBao',
  RACCORD_VAULT_MOUNT: 'its KV version 2 mount',
  RACCORD_VAULT_PATH: 'path of a credential there',
  RACCORD_VAULT_NAMESPACE: 'its namespace',
  RACCORD_VAULT_ALLOWED_HOSTS: 'other hosts that a standby may redirect to',
  RACCORD_VAULT_TOKEN: 'token to sign in with',
  RACCORD_VAULT_ROLE_ID: 'AppRole to sign in with, instead of a token',
  RACCORD_VAULT_SECRET_ID: 'the secret of that AppRole',
};
