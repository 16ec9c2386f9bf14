/** French words for the operating system's file errors. Codes stay: users search for them. */
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
  EADDRINUSE: 'cette adresse est déjà prise',
};

/** Returns a text with the operating system's English error words replaced by French ones. */
export function systemWordsFr(text: string): string {
  return text.replace(/\b(E[A-Z]{2,8}): [a-z][a-z -]*[a-z]/gu, (whole, code: string) => {
    const words = WORDS[code];
    return words === undefined ? whole : `${code} : ${words}`;
  });
}
