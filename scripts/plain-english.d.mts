export function archaicIn(text: string): string[];
