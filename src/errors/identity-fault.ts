/** What a file is that was given as a private key file and holds no key that raccord can open with. */
export type IdentityFault =
  | 'ssh'
  | 'pem'
  | 'pgp'
  | 'putty'
  | 'passphrase'
  | 'sealed'
  | 'plugin'
  | 'public-key'
  | 'damaged-key'
  | 'utf-16-unmarked'
  | 'not-utf-8'
  | 'folder'
  | 'empty'
  | 'other';
