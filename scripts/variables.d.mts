import type { Language } from '../src/messages/load-texts.ts';
import type { secretVariables, variables } from '../src/config/variable-schema.ts';

export const PAGES: Readonly<Record<Language, { readonly file: string; readonly header: string }>>;

export function variablesTable(
  schema: {
    readonly variables: typeof variables;
    readonly secretVariables: typeof secretVariables;
  },
  sentences: Readonly<Record<string, string>>,
  header: string,
): string;

export function withTable(page: string, table: string): string;
