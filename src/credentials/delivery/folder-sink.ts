import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderSinkConfig } from '../../config/delivery-settings.ts';
import { UnwritableError } from '../../errors/unwritable-error.ts';
import { makePrivateFolder, writeDurably } from '../../files/durable-file.ts';
import { encrypt } from '../vault/sealed-file.ts';
import {
  clearDocument,
  SinkError,
  type DeliveryPayload,
  type Sink,
  type SinkProbe,
} from './sink.ts';
import { folderSinkName } from './sink-names.ts';
import { jsonText } from '../../domain/json.ts';

/** A folder with one age file per SIRET; a renewed credential overwrites its file. */
export class FolderSink implements Sink {
  readonly name: string;
  readonly #config: FolderSinkConfig;

  constructor(config: FolderSinkConfig) {
    this.name = folderSinkName(config);
    this.#config = config;
  }

  async deliver(handed: DeliveryPayload): Promise<void> {
    const document = `${jsonText(clearDocument(handed), 2)}\n`;
    await this.#written(`${handed.credential.siret}.age`, document);
  }

  /** Seals a text to the recipients, writes it under a name no credential has, and deletes it. */
  async probe(): Promise<SinkProbe> {
    const { path } = this.#config;
    const wasThere = existsSync(path);
    const name = `.raccord-probe-${randomBytes(8).toString('hex')}`;
    const file = join(path, name);
    try {
      await this.#written(name, 'raccord doctor --deliver: no credential\n');
      await rm(file).catch((error: unknown) => {
        throw new SinkError(new UnwritableError(file, error).message, { isDown: true });
      });
    } finally {
      // The folder stays if others have written to it meanwhile.
      if (!wasThere) await rmdir(path).catch(() => undefined);
    }
    return { did: `${path}: write, delete`, isTried: true };
  }

  async #written(name: string, text: string): Promise<void> {
    const { path, recipients } = this.#config;
    try {
      const bytes = await encrypt(recipients, text);
      await makePrivateFolder(path);
      await writeDurably(join(path, name), bytes);
    } catch (error) {
      if (error instanceof UnwritableError) {
        throw new SinkError(error.message, { isDown: true, cause: error });
      }
      // An invalid recipient: the library's message quotes at most the recipient.
      const reason = error instanceof Error ? error.message : String(error);
      throw new SinkError(`RACCORD_DELIVER_RECIPIENTS: ${reason}`, { isDown: true });
    }
  }
}
