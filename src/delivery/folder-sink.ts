import { join } from 'node:path';
import type { FolderSinkConfig } from '../config/delivery.ts';
import { makePrivateFolder, UnwritableError, writeDurably } from '../files/durable-file.ts';
import { encrypt } from '../vault/sealed-file.ts';
import { clearDocument, SinkError, type Handed, type Sink } from './sink.ts';
import { folderSinkName } from './sink-names.ts';

/** A folder with one age file for each SIRET, which a renewal's replaces. */
export class FolderSink implements Sink {
  readonly name: string;
  readonly #config: FolderSinkConfig;

  constructor(config: FolderSinkConfig) {
    this.name = folderSinkName(config);
    this.#config = config;
  }

  async deliver(handed: Handed): Promise<void> {
    const { path, recipients } = this.#config;
    const document = `${JSON.stringify(clearDocument(handed), null, 2)}\n`;
    try {
      const bytes = await encrypt(recipients, document);
      await makePrivateFolder(path);
      await writeDurably(join(path, `${handed.credential.siret}.age`), bytes);
    } catch (error) {
      if (error instanceof UnwritableError) {
        throw new SinkError(error.message, { isDown: true, cause: error });
      }
      // Of a recipient that is no key: the library quotes the recipient at most.
      const reason = error instanceof Error ? error.message : String(error);
      throw new SinkError(`RACCORD_DELIVER_RECIPIENTS: ${reason}`, { isDown: true });
    }
  }
}
