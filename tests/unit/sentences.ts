/** The texts below a branch: sentences, and the sentences in the source of functions that make them. */
export function sentences(branch: unknown, path: string): { path: string; text: string }[] {
  if (typeof branch === 'string') return [{ path, text: branch }];
  if (typeof branch === 'function') {
    const source = String(branch);
    const literals = source.matchAll(
      /`((?:[^`\\]|\\.)*)`|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/gu,
    );
    return [...literals].map(([, one = '', two = '', three = '']) => ({
      path,
      text: `${one}${two}${three}`.replaceAll(/\$\{[^}]*\}/gu, '…'),
    }));
  }
  if (branch === null || typeof branch !== 'object') return [];
  return Object.entries(branch).flatMap(([key, value]) => sentences(value, `${path}.${key}`));
}
