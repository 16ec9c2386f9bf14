import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { archaicIn } from './scripts/plain-english.mjs';

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Name what you export: a default export has another name in each file.',
};

const NO_FIXED_WAIT = {
  selector: "CallExpression[callee.property.name='waitForTimeout']",
  message: 'Wait for what the page shows, not for time to pass.',
};

const ENVIRONMENT = {
  object: 'process',
  property: 'env',
  message: 'Only src/config reads the environment; take what you need as an argument.',
};

/** Comments are read by people who learned English at work: plain, modern sentences. */
const PLAIN_ENGLISH = {
  meta: { type: 'suggestion', schema: [] },
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        for (const message of archaicIn(comment.value))
          context.report({ loc: comment.loc, message });
      }
    },
  }),
};

export default defineConfig(
  globalIgnores(['dist/', 'test-results/', 'playwright-report/', '.raccord/', 'bench/']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // A forgotten `await` is the worst mistake here: a click that nobody waited for.
      '@typescript-eslint/no-floating-promises': ['error', { checkThenables: true }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // An object in a template prints as [object Object], and a `Secret` has no business there.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        {
          allowNumber: true,
          allowBoolean: false,
          allowAny: false,
          allowNullish: false,
          allowRegExp: false,
        },
      ],
      '@typescript-eslint/no-base-to-string': 'error',
      // `[...text]` is how a text's characters are counted; nobody here cuts emojis apart.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/require-await': 'off',
      // `() => void call()` in an arrow is how one-liners are written here.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_FIXED_WAIT],
      'no-restricted-properties': ['error', ENVIRONMENT],
    },
  },
  {
    files: ['src/**/*.ts', 'flows/**/*.ts'],
    plugins: { raccord: { rules: { 'plain-english': PLAIN_ENGLISH } } },
    rules: { 'raccord/plain-english': 'error' },
  },
  {
    files: ['src/config/**', 'fixtures/playwright/**', 'tests/**', '*.config.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // The tool that loads these asks for a default export.
    files: ['*.config.ts', 'scripts/*-reporter.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_FIXED_WAIT] },
  },
  {
    files: ['tests/**', 'fixtures/**'],
    rules: {
      // What a test or the stand-in just put somewhere is there; if not, the test fails there.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Accidents are made here on purpose.
      '@typescript-eslint/no-misused-spread': 'off',
      // Playwright reads which fixtures a test wants from its parameter: `({}, use)` wants none.
      'no-empty-pattern': 'off',
    },
  },
  {
    // These are run for what they print.
    files: ['tests/soak/**', 'tests/workers/**', 'tests/chaos/chaos.run.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.base],
    rules: { eqeqeq: 'error', 'no-undef': 'off', 'no-unused-vars': 'error' },
  },
);
