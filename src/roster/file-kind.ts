import type { ForeignKind } from '../errors/roster-problem.ts';
import { isUtf16 } from './decode-text.ts';

/** Returns the type of a file by its bytes, not its name: Excel itself saves HTML as `.xls`. */
export function fileKindOf(bytes: Buffer): 'zip' | 'text' | ForeignKind {
  if (startsWith(bytes, 'PK\u0003\u0004')) return 'zip';
  if (startsWith(bytes, '\u00d0\u00cf\u0011\u00e0')) return compoundKindOf(bytes);
  const start = bytes.subarray(0, 1024).toString('latin1').replace(/^ï»¿/u, '').trimStart();
  if (start.startsWith('%PDF-')) return 'pdf';
  if (/^<(!doctype html|html|head|body|meta|table|style)\b/iu.test(start)) return 'html';
  if (/^<(\?xml|\w+[\s>:])/iu.test(start)) return /<html\b/iu.test(start) ? 'html' : 'xml';
  if (!isUtf16(bytes) && bytes.includes(0)) return 'binary';
  return 'text';
}

/** Tells old Office files from encrypted new ones by the container's part names, in UTF-16. */
function compoundKindOf(bytes: Buffer): ForeignKind {
  const holds = (part: string): boolean => bytes.includes(Buffer.from(part, 'utf16le'));
  if (holds('EncryptedPackage')) return 'protected';
  return holds('Workbook') || holds('Book') ? 'xls' : 'office';
}

function startsWith(bytes: Buffer, signature: string): boolean {
  return bytes.subarray(0, signature.length).equals(Buffer.from(signature, 'latin1'));
}
