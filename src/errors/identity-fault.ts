/** The kind of a file that was given as a private key file but has no usable key. */
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
