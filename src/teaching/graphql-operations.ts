/** An operation of a GraphQL document. */
export interface GraphOperation {
  readonly type: 'query' | 'mutation' | 'subscription';
  /** The fields that it asks for if it has no name: `{structures}`. */
  readonly name: string;
}

const TYPES: ReadonlySet<string> = new Set(['query', 'mutation', 'subscription']);

/** Strings and comments: their words are not part of the language. */
const NOT_CODE = /"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|#[^\n\r]*/gu;

/**
 * Returns the operations of a GraphQL document.
 * @returns undefined if the text is not such a document.
 */
export function graphOperations(text: string): GraphOperation[] | undefined {
  const operations: GraphOperation[] = [];
  let header: { readonly type: string; name: string } | undefined;
  let braces = 0;
  let parentheses = 0;
  let fields: string[] = [];
  for (const [token] of text.replace(NOT_CODE, ' ').matchAll(/[{}()]|[A-Za-z_]\w*/gu)) {
    if (token === '(' || token === ')') parentheses += token === '(' ? 1 : -1;
    else if (token === '{') {
      header ??= { type: 'query', name: '' };
      braces += 1;
    } else if (token === '}') {
      braces -= 1;
      if (braces > 0 || parentheses > 0) continue;
      if (header !== undefined && isType(header.type)) {
        operations.push({ type: header.type, name: header.name || `{${fields.join(' ')}}` });
      }
      header = undefined;
      fields = [];
    } else if (parentheses > 0) continue;
    else if (braces === 1) fields.push(token);
    else if (braces === 0 && header !== undefined) header.name ||= token;
    else if (braces === 0) {
      if (!isType(token) && token !== 'fragment') return undefined;
      header = { type: token, name: '' };
    }
  }
  const isWhole = header === undefined && braces === 0 && parentheses === 0;
  return isWhole && operations.length > 0 ? operations : undefined;
}

function isType(word: string): word is GraphOperation['type'] {
  return TYPES.has(word);
}
