import { doctorText } from '../../src/cli/doctor/doctor-text.ts';
import { loadConfig } from '../../src/config/config.ts';
import { checkConfiguration } from '../../src/doctor/configuration.ts';
import type { DoctorReport } from '../../src/doctor/doctor-report.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { composeMessage } from '../../src/reporting/notify/message.ts';
import { endDocument, webhookBody } from '../../src/reporting/notify/webhook.ts';
import { expect, test } from '../report/report-fixtures.ts';
import { SUMMARY } from './notify-fixtures.ts';

const STAND_IN = { ...SUMMARY, portal: 'portail.localhost', environment: 'stand-in' } as const;

for (const [language, name] of [
  ['en', 'stand-in'],
  ['fr', 'portail d’essai'],
] as const) {
  const texts = textsFor(language);

  test(`a stand-in is named as one wherever a run is told, in ${language}`, async ({ report }) => {
    const message = composeMessage(STAND_IN, texts, 'Europe/Paris');
    expect(message.subject).toContain(`raccord batch, ${name}`);
    expect(message.text).toContain(`portail.localhost (${name})`);
    expect(texts.progress.portal('portail.localhost', texts.environments['stand-in'])).toContain(
      `portail.localhost (${name})`,
    );
    const one = { possible: 1, inPart: 0, impossible: 0 };
    expect(texts.batch.confirm(one, texts.environments['stand-in'])).toContain(name);
    const written = await report({
      language,
      run: (run) => ({ ...run, environment: 'stand-in' }),
    });
    expect(await written.read('index.html')).toContain(name);
    // Programs read one name, whatever the language.
    expect(
      JSON.parse(webhookBody('json', endDocument(STAND_IN, message.text), message)),
    ).toMatchObject({
      environment: 'stand-in',
    });
    expect(await written.read('junit.xml')).toContain('name="environment" value="stand-in"');
    expect(JSON.parse(await written.read('report.json'))).toMatchObject({
      environment: 'stand-in',
    });
  });

  test(`doctor names it, and the home it works on, in ${language}`, async ({ folder }) => {
    const environment = {
      CHORUS_URL: 'http://portail.localhost/',
      XDG_DATA_HOME: '/data',
    };
    const config = loadConfig(environment, folder, { portal: true });
    const checks = await checkConfiguration(config, () => undefined);
    expect(checks).toContainEqual({ name: 'valid', result: 'good', found: 'stand-in' });
    expect(checks).toContainEqual({ name: 'home', result: 'good', found: '/data/raccord' });
    const told: DoctorReport = {
      ...{ version: 1, run: 'r', at: '2026-11-26T14:00:00.000Z', raccord: '0.1.0' },
      ...{ pages: [], exitCode: 0, next: 'raccord plan' },
      checks: checks.map((check) => ({ section: 'configuration', ...check })),
    };
    expect(doctorText(told, texts)).toMatch(new RegExp(`✓ {2}configuration +${name}`, 'u'));
  });
}
