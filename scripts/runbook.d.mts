import type { ERROR_POLICIES } from '../src/errors/error-policy.ts';
import type { ErrorTexts } from '../src/messages/error-texts.ts';
import type { Language } from '../src/messages/load-texts.ts';

export function runbook(
  language: Language,
  policies: typeof ERROR_POLICIES,
  errors: ErrorTexts,
): string;
