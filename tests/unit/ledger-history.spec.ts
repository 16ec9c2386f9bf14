import fc from 'fast-check';
import type { Enrolment } from '../../src/domain/enrolment.ts';
import { foldEnrolment } from '../../src/domain/enrolment.ts';
import type { LedgerEvent, Subject } from '../../src/domain/ledger-event.ts';
import type { Lease } from '../../src/ledger/lease/lease.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { histories } from './ledger-histories.ts';
import { expect, siretOf, test } from './ledger-fixtures.ts';

/** Many SIRETs, each with a history and an application name of its own. */
const HISTORIES = fc
  .sample(histories(siretOf(1)), { numRuns: 40, seed: 7 })
  .map((events, index) => {
    const text = JSON.stringify(events).replaceAll('"Pldiffusion1"', `"Pldiffusion${index + 1}"`);
    return JSON.parse(text) as typeof events;
  });

test('what is recorded comes back as it was, also when the ledger is opened again', async ({
  open,
  ledger,
  lease,
  clock,
  intruder,
}) => {
  const expected: Enrolment[] = [];
  for (const [index, events] of HISTORIES.entries()) {
    const siret = siretOf(index + 1);
    const at = clock.now().toISOString();
    for (const event of events) {
      const after = await record(ledger, lease, event, index + 1);
      expect(after).toEqual(await ledger.enrolment(siret));
    }
    if (events.length === 0) continue;
    const stamped = events.map((event) => ({ ...event, at }));
    expected.push({ ...foldEnrolment(siret, stamped) });
  }
  expect(await ledger.enrolments()).toEqual(expected);
  const view = 'select siret, connection, account from enrolments order by siret';
  expect(await intruder.rows(view)).toEqual(
    expected.map(({ siret, connection, account }) => [siret, connection.state, account.state]),
  );
  await lease.release();
  await ledger.close();

  const reopened = await open();
  expect(await reopened.enrolments()).toEqual(expected);
  const names = expected.flatMap(({ connection: { operation } }) =>
    'what' in operation ? [operation.what.applicationName] : [],
  );
  expect(await reopened.applicationNamesIntended()).toEqual(new Set(names));
});

async function record(
  ledger: Ledger,
  lease: Lease,
  happened: LedgerEvent,
  number: number,
): Promise<Enrolment> {
  const siret = siretOf(number);
  const subject: Subject =
    happened.stream === 'renewal' ? { login: happened.login } : happened.stream;
  const { event } = happened;
  return event.kind === 'intended'
    ? ledger.recordIntent<Subject>(siret, subject, event, lease)
    : ledger.record<Subject>(siret, subject, event);
}
