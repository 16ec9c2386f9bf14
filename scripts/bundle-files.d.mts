export function replaceBundle(dist: string, files: Readonly<Record<string, string>>): void;
