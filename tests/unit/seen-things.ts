import { parseLook, type Look } from '../../src/seeing/look.ts';

/** A node as `ariaSnapshotJSON` gives it. */
export type Node = string | Readonly<Record<string, unknown>>;

let refs = 0;

/** A node of some role that a person sees. */
export function node(role: string, more: Readonly<Record<string, unknown>> = {}): Node {
  refs += 1;
  return { role, ref: `e${refs}`, box: { x: 0, y: 0, width: 100, height: 20 }, ...more };
}

/** A node that stands around others. */
export function block(role: string, ...children: readonly Node[]): Node {
  return node(role, { children });
}

/** A look at a page that shows these. */
export function lookOf(...nodes: readonly Node[]): Look {
  return parseLook(nodes);
}
