import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { taskXml } from '../../src/schedule/task-xml.ts';
import { facts } from '../unit/schedule-units.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';

const ODD = facts({
  node: 'C:\\Program Files\\nodejs\\node.exe',
  entry: 'C:\\Outils\\raccord\\bin\\raccord.js',
  folder: 'C:\\Clients & Cie\\été',
  line: ['batch', '--input', 'liste "à faire" <1>\\.csv', '--yes'],
  texts: textsFor('fr').schedule.units,
});

for (const encoding of ['utf8', 'utf16le'] as const) {
  test(`the task is well-formed XML as a file in ${encoding}`, async ({ page }) => {
    const xml = taskXml(ODD);
    expect(xml).toMatch(/^[\n -~]*$/u);
    // PowerShell's `>` writes UTF-16 with its mark, other shells what they get.
    const mark = encoding === 'utf16le' ? '\uFEFF' : '';
    const read = await parse(page, Buffer.from(mark + xml, encoding));
    expect(read).toMatchObject({
      Command: ['C:\\Program Files\\nodejs\\node.exe'],
      Arguments: [
        'C:\\Outils\\raccord\\bin\\raccord.js batch --input "liste \\"à faire\\" <1>\\.csv" --yes',
      ],
      WorkingDirectory: ['C:\\Clients & Cie\\été'],
      MultipleInstancesPolicy: ['IgnoreNew'],
      StartWhenAvailable: ['true'],
      WakeToRun: ['true'],
      ExecutionTimeLimit: ['PT0S'],
    });
  });
}

test('a nightly run on workdays', () => {
  const xml = taskXml(facts());
  // It is 21:30 in Paris: the first run is tonight.
  expect(xml).toContain('<StartBoundary>2026-11-23T22:00:00</StartBoundary>');
  expect(daysIn(xml)).toEqual(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']);
  expect(xml).toContain('<ScheduleByWeek>');
});

test('each time of day is a trigger, and begins on the day on which it comes next', () => {
  const xml = taskXml(facts({ expressions: ['0,30 21,22 * * *'] }));
  expect(startsIn(xml)).toEqual([
    '2026-11-24T21:00:00',
    '2026-11-24T21:30:00',
    '2026-11-23T22:00:00',
    '2026-11-23T22:30:00',
  ]);
  expect(xml.match(/<ScheduleByDay>/gu)).toHaveLength(4);
});

test('days of the month, months, and both limits on days', () => {
  const byMonth = taskXml(facts({ expressions: ['0 22 1,15 3 *'] }));
  expect(byMonth).toContain('<ScheduleByMonth>');
  expect([...byMonth.matchAll(/<Day>(\d+)</gu)].map(([, day]) => day)).toEqual(['1', '15']);
  expect(byMonth).toContain('<March />');
  const inJune = taskXml(facts({ expressions: ['0 22 * JUN FRI'] }));
  expect(inJune).toContain('<ScheduleByMonthDayOfWeek>');
  expect(inJune.match(/<Week>/gu)).toHaveLength(5);
  const either = taskXml(facts({ expressions: ['0 22 1 * MON'] }));
  expect(either.match(/<CalendarTrigger>/gu)).toHaveLength(2);
});

test('more times than a task takes are refused', () => {
  expect(() => taskXml(facts({ expressions: ['*/30 * * * *'] }))).not.toThrow();
  expect(() => taskXml(facts({ expressions: ['*/20 * * * *'] }))).toThrow('SCHEDULE_UNSUPPORTED');
});

/** The texts of all elements without children, by name; fails where the file is no XML. */
async function parse(page: Page, file: Buffer): Promise<Record<string, string[]>> {
  return page.evaluate(
    async (bytes) => {
      const blob = new Blob([Uint8Array.from(bytes)], { type: 'application/xml' });
      const request = new XMLHttpRequest();
      await new Promise((resolve, reject) => {
        request.open('GET', URL.createObjectURL(blob));
        request.responseType = 'document';
        request.onload = resolve;
        request.onerror = reject;
        request.send();
      });
      const found: Record<string, string[]> = {};
      for (const element of request.responseXML!.querySelectorAll('*')) {
        if (element.localName === 'parsererror') throw new Error(element.textContent);
        if (element.children.length > 0) continue;
        (found[element.localName] ??= []).push(element.textContent);
      }
      return found;
    },
    [...file],
  );
}

function startsIn(xml: string): (string | undefined)[] {
  return [...xml.matchAll(/<StartBoundary>(.+)</gu)].map(([, start]) => start);
}

function daysIn(xml: string): (string | undefined)[] {
  return [...xml.matchAll(/<(\w+day) \/>/gu)].map(([, day]) => day);
}
