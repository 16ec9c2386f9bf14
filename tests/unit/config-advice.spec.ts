import { expect, test } from '@playwright/test';
import { RaccordError } from '../../src/errors/raccord-error.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { explainError } from '../../src/messages/render.ts';

const nextOf = (problems: readonly string[], language: 'en' | 'fr' = 'en'): string =>
  explainError(new RaccordError('CONFIG_INVALID', { problems }), textsFor(language)).next;

test('a mistake in configuration is sent to the place that fits it', () => {
  expect(nextOf(['--yes: required without a terminal'])).not.toContain('.env');
  const taught = nextOf(['taught.json: requests.0.names.0: a text is expected']);
  expect(taught).toContain('raccord taught forget --all');
  expect(taught).not.toContain('.env');
  expect(nextOf(['CHORUS_LOGIN: missing'])).toContain('raccord init');
  expect(nextOf(['CHORUS_PISTE_CLIENT_ID: missing'])).toContain('docs/verify.md');
  expect(nextOf(['RACCORD_VAULT_URL: missing'])).toContain('docs/delivery.md');
  expect(nextOf(['RACCORD_DATABASE_URL: missing'])).toContain('docs/several-machines.md');
  expect(nextOf(['RACCORD_SMTP_URL: missing'])).toContain('docs/scheduling.md');
  expect(nextOf(['RACCORD_SMTP_URL: missing'], 'fr')).toContain('docs/scheduling.fr.md');
});

test('mistakes of several kinds are each sent to theirs, once', () => {
  const next = nextOf(['CHORUS_LOGIN: missing', '--yes: needed', 'CHORUS_ENV: missing']);
  expect(next.match(/raccord init/gu)).toHaveLength(1);
  expect(next).toContain('--help');
});
