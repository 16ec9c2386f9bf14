import { expect, test } from '@playwright/test';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { composeMessage } from '../../src/reporting/notify/message.ts';
import { SUMMARY } from '../unit/notify-fixtures.ts';

const PHONE = { width: 360, height: 740 };

test('a mail is read on a phone without moving it sideways, long paths and lists included', async ({
  page,
}) => {
  const folder = `/srv/${'a-long-folder-without-a-space'.repeat(4)}`;
  const [failure] = SUMMARY.failures;
  const found = Array.from(
    { length: 6 },
    (_, index) => `"4000000710001${index} - NOM LONG"`,
  ).join();
  const { html } = composeMessage(
    {
      ...SUMMARY,
      folder,
      reportFolder: `${folder}/reports/20261123T210000Z-1a2b`,
      failures: failure === undefined ? [] : [{ ...failure, found: found.replaceAll(' ', '') }],
    },
    textsFor('fr'),
    'Europe/Paris',
  );
  await page.setViewportSize(PHONE);
  await page.setContent(html);
  await expect(page.getByText('STRUCTURE_NOT_OFFERED')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
});
