import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import type { UnitFacts } from '../../src/schedule/units.ts';

/** An installation as a server has it. */
export function facts(changes: Partial<UnitFacts> = {}): UnitFacts {
  return {
    name: 'raccord-batch-clients',
    expressions: ['0 22 * * 1-5'],
    timezone: 'Europe/Paris',
    line: ['batch', '--input', 'clients.csv', '--yes'],
    node: process.execPath,
    entry: '/opt/raccord/bin/raccord.js',
    folder: '/srv/raccord',
    home: '/srv/raccord/.raccord',
    user: 'raccord',
    readable: ['/opt/raccord'],
    writable: [],
    handedOver: [],
    stateFolder: '/srv/raccord/.local/state/raccord',
    signsIn: true,
    environment: { RACCORD_HOME: '/srv/raccord/.raccord', LANG: 'C.UTF-8' },
    drainMs: 299_500,
    now: new Date('2026-11-23T20:30:00Z'),
    texts: textsFor('en').schedule.units,
    ...changes,
  };
}
