/** What the system says of a file, by its code, which stays: it is what one looks for. */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'ce fichier ou ce dossier n’existe pas',
  EACCES: 'accès refusé',
  EPERM: 'opération interdite',
  EISDIR: 'c’est un dossier',
  ENOTDIR: 'ce n’est pas un dossier',
  EEXIST: 'ce fichier existe déjà',
  ENOSPC: 'plus de place sur le disque',
  EDQUOT: 'le quota du disque est atteint',
  EROFS: 'le disque est en lecture seule',
  EMFILE: 'trop de fichiers ouverts',
  EBUSY: 'occupé par un autre programme',
  EIO: 'erreur du disque',
};

/** Returns a text in which the system's English words for what failed are French. */
export function systemWordsFr(text: string): string {
  return text.replace(/\b(E[A-Z]{2,8}): [a-z][a-z -]*[a-z]/gu, (whole, code: string) => {
    const words = WORDS[code];
    return words === undefined ? whole : `${code} : ${words}`;
  });
}
