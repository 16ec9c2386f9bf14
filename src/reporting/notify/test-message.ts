import type { JsonObject } from '../../domain/json.ts';
import type { Message } from './message.ts';
import type { Texts } from '../../messages/texts.ts';

/** Returns a message marked as a test, as text and as a document. */
export function testMessage(
  host: string,
  at: Date,
  { notify }: Texts,
): { readonly message: Message; readonly document: JsonObject } {
  const { subject, body } = notify.trial;
  const text = `${body(host)}\n\n${notify.footer}\n`;
  return {
    message: {
      subject: subject(host),
      text,
      html: `<!doctype html><html lang="${notify.language}"><head><meta charset="utf-8"></head><body style="font-family:sans-serif"><p>${body(host)}</p><p>${notify.footer}</p></body></html>`,
    },
    document: { event: 'test', version: 1, text, host, at: at.toISOString() },
  };
}
