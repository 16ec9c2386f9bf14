import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Language } from '../../src/messages/load-texts.ts';

/** A sentence of the catalogue, and the names that lead to it: `error.CONFIG_INVALID.what`. */
export interface Sentence {
  readonly path: string;
  readonly text: string;
}

/**
 * Returns every string in the source of a language's catalogue, those of functions and of tables
 * included; an inserted value is shown as `…`.
 */
export function sentencesOf(language: Language): Sentence[] {
  return filesOf(language).flatMap(([subject, file]) => sentencesBelow(file, subject));
}

/** Returns the source of each message: a sentence, or the function that makes it. */
export function messagesOf(language: Language): Map<string, string> {
  const messages = new Map<string, string>();
  const visit = (node: ts.Node, path: string): void => {
    if (!ts.isPropertyAssignment(node)) {
      ts.forEachChild(node, (child) => {
        visit(child, path);
      });
      return;
    }
    const ownPath = `${path}.${nameOf(node.name)}`;
    if (ts.isObjectLiteralExpression(node.initializer)) visit(node.initializer, ownPath);
    else messages.set(ownPath, node.initializer.getText());
  };
  for (const [subject, file] of filesOf(language)) visit(file, subject);
  return messages;
}

function filesOf(language: Language): [subject: string, file: ts.SourceFile][] {
  const folder = fileURLToPath(new URL(`../../src/messages/${language}/`, import.meta.url));
  return readdirSync(folder).map((name) => {
    const source = readFileSync(`${folder}${name}`, 'utf8');
    const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
    return [name.replace(/\..*$/u, ''), file];
  });
}

function sentencesBelow(node: ts.Node, path: string): Sentence[] {
  if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return [];
  if (ts.isPropertyAssignment(node)) {
    return sentencesBelow(node.initializer, `${path}.${nameOf(node.name)}`);
  }
  // A key is not a sentence.
  if (ts.isElementAccessExpression(node)) return sentencesBelow(node.expression, path);
  const inside: Sentence[] = [];
  ts.forEachChild(node, (child) => {
    inside.push(...sentencesBelow(child, path));
  });
  const text = textOf(node);
  return text === undefined ? inside : [{ path, text }, ...inside];
}

function nameOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name)
    ? name.text
    : name.getText();
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…');
}
