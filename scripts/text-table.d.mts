export function textTable(rows: readonly (readonly string[])[]): string;
