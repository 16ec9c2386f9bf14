import { RaccordError } from '../../dist/src/errors/raccord-error.js';
import { loadTexts } from '../../dist/src/messages/load-texts.js';
import { renderError } from '../../dist/src/messages/render.js';

const TEXTS = (await Promise.all(['fr', 'en'].map(loadTexts))).map((textsFor) => textsFor());

/** More than a person reads of a roster's mistakes. */
const MOST_LINES = 60;

/**
 * What came of reading a file.
 * @returns true where it was read, false where it was refused as a roster with mistakes is.
 * @throws where it ended in any other way, or what was read or said of it is not fit to go on with.
 */
export async function judge(read, rows) {
  let roster;
  try {
    roster = await read();
  } catch (error) {
    if (!(error instanceof RaccordError) || error.code !== 'ROSTER_INVALID') throw error;
    expectFitToShow(error);
    if (rows !== undefined) throw new Error(`refused, though without a mistake`, { cause: error });
    return false;
  }
  for (const entry of roster.entries) expectFitToType(entry);
  if (rows !== undefined && roster.entries.length !== rows) {
    throw new Error(`${roster.entries.length} rows were read of ${rows}`);
  }
  return true;
}

function expectFitToType(entry) {
  if (!/^\d{14}$/u.test(entry.siret) || !(entry.line > 1)) throw new Error('no SIRET or line');
  const { applicationName, accountEmail, contact = {} } = entry;
  for (const text of [applicationName, accountEmail, ...Object.values(contact)]) {
    if (text === undefined) continue;
    const isClean = text === text.trim() && !/[\p{Cc}\ufffd]/u.test(text);
    if (!isClean || text === '' || text.length > 255) throw new Error('a text that no field takes');
  }
}

function expectFitToShow(error) {
  for (const texts of TEXTS) {
    const said = renderError(error, texts);
    if (said.split('\n').length > MOST_LINES) throw new Error('a message too long to read');
    if (/(?!\n)[\p{Cc}\u202a-\u202e]|\bundefined\b|\[object/u.test(said)) {
      throw new Error(`a message not fit for a terminal: ${JSON.stringify(said)}`);
    }
  }
}
