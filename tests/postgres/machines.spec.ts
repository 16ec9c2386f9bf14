import { RaccordError } from '../../src/errors/raccord-error.ts';
import { probeDatabase } from '../../src/ledger/database/canary.ts';
import {
  changeRecipients,
  expectLikeOthers,
  joinMachines,
} from '../../src/ledger/database/shared-settings.ts';
import { expect, test } from '../unit/ledger-fixtures.ts';

const PORTAL = 'portail.example';
const ONE = 'age1one';
const TWO = 'age1two';

test('the first machine says what holds, and one that is set up alike joins', async ({
  ledger,
  open,
}) => {
  await joinMachines(ledger, { portal: PORTAL, recipients: [ONE, TWO] });
  const other = await open();
  await joinMachines(other, { portal: PORTAL, recipients: [TWO, ONE, TWO] });
  await expectLikeOthers(other, { portal: PORTAL, recipients: [TWO, ONE] });
});

test('a machine with another portal or other recipients is told both at once', async ({
  ledger,
  open,
  where,
}) => {
  await joinMachines(ledger, { portal: PORTAL, recipients: [ONE] });
  const other = await open();
  const settings = { portal: 'qualif.example', recipients: [ONE, TWO] };
  const refusal = {
    code: 'MACHINE_DIFFERS',
    details: {
      database: where,
      differences: [
        { name: 'portal', here: 'qualif.example', there: PORTAL },
        { name: 'recipients', here: `${ONE},${TWO}`, there: ONE },
      ],
    },
  };
  await expect(joinMachines(other, settings)).rejects.toMatchObject(refusal);
  await expect(expectLikeOthers(other, settings)).rejects.toMatchObject(refusal);
  // It has changed nothing for the others.
  await joinMachines(ledger, { portal: PORTAL, recipients: [ONE] });
});

test('of two machines that are the first at once and differ, one is refused', async ({
  ledger,
  open,
}) => {
  const other = await open();
  const joined = await Promise.allSettled([
    joinMachines(ledger, { portal: PORTAL, recipients: [ONE] }),
    joinMachines(other, { portal: PORTAL, recipients: [TWO] }),
  ]);
  const refusals = joined.flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  );
  expect(refusals).toEqual([expect.any(RaccordError)]);
  expect(refusals[0]).toMatchObject({ code: 'MACHINE_DIFFERS' });
});

test('recipients that were changed for all are asked of all', async ({ ledger }) => {
  await joinMachines(ledger, { portal: PORTAL, recipients: [ONE] });
  await changeRecipients(ledger, [TWO]);
  await joinMachines(ledger, { portal: PORTAL, recipients: [TWO] });
  await expect(joinMachines(ledger, { portal: PORTAL, recipients: [ONE] })).rejects.toMatchObject({
    code: 'MACHINE_DIFFERS',
  });
});

test('a canary that the database keeps leaves nothing behind', async ({ ledger, intruder }) => {
  await probeDatabase(ledger.backend);
  expect(await intruder.rows('select * from canaries')).toEqual([]);
});

test('a database that changes what it is given is found out by the canary', async ({
  ledger,
  intruder,
  where,
}) => {
  await intruder.exec(
    `create function spoil() returns trigger language plpgsql as $$
       begin new.bytes = '\\x00'; return new; end $$;
     create trigger spoil before insert on canaries for each row execute function spoil()`,
  );
  await expect(probeDatabase(ledger.backend)).rejects.toMatchObject({
    code: 'DATABASE_UNSAFE',
    details: { database: where, reason: 'what was written does not read back the same' },
  });
});
