import type { JsonObject } from '../domain/json.ts';
export interface Logger { debug(f: JsonObject, m: string): void; info(f: JsonObject, m: string): void; warn(f: JsonObject, m: string): void; error(f: JsonObject, m: string): void }
export function createLogger(o: { level: string; pretty: boolean; colours: boolean; redactor: unknown; stream: NodeJS.WritableStream }): Logger {
  const levels = ['debug', 'info', 'warn', 'error'];
  const w = (level: string) => (f: JsonObject, m: string) => { if (levels.indexOf(level) >= levels.indexOf(o.level)) o.stream.write(JSON.stringify({ level, ...f, msg: m }) + '\n'); };
  return { debug: w('debug'), info: w('info'), warn: w('warn'), error: w('error') };
}
