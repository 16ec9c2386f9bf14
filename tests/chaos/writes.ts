import type { Write } from '../../fixtures/portal/truth.ts';

/** The passwords that an account got one after the other. */
export function passwordsOf(login: string, history: readonly Write[]): Write[] {
  return history.filter(({ action, name }) => action !== 'declare' && name === login);
}

/** Each value once, and how often it is there. */
export function counted(values: readonly string[]): { value: string; count: number }[] {
  return [...new Set(values)].map((value) => ({
    value,
    count: values.filter((one) => one === value).length,
  }));
}

/** Those of the same key that are there more often than allowed (once), by the words of the first. */
export function duplicates(
  all: readonly { readonly key: string; readonly words: string; readonly allowed?: number }[],
): { words: string; count: number }[] {
  return counted(all.map(({ key }) => key)).flatMap(({ value, count }) => {
    const { words, allowed = 1 } = all.find(({ key }) => key === value) ?? {};
    return count > allowed && words !== undefined ? [{ words, count }] : [];
  });
}
