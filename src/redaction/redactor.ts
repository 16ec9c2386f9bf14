import type { Secret } from '../domain/secret.ts';
export class Redactor {
  readonly #known = new Map<string, string>();
  add(secret: Secret, name: string): void {
    if (secret.reveal().length >= 4) this.#known.set(secret.reveal(), name);
  }
  redact(text: string): string {
    let out = text;
    for (const [value, name] of this.#known) out = out.replaceAll(value, `[${name}]`);
    return out;
  }
  secrets(): { secret: string; name: string }[] {
    return [...this.#known].map(([secret, name]) => ({ secret, name }));
  }
}
