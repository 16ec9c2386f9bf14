// Which way imports may point (DESIGN: how it is laid out). Each rule names who may not import what.

/** From one place, nothing but what is listed and what Node itself brings. */
const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed, dependencyTypesNot: ['core'] },
});

/** From one place, never what is listed. */
const never = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from,
  to: { path: to },
});

/** Folders of src/cli that are no command's own. */
const SHARED_BY_COMMANDS = 'deliveries|in-profiles|options|queued|results|terminal|verification';

/** What adds a command: `src/cli/plan/plan-command.ts`. */
const COMMAND_FILE = '^src/cli/(?!results/)[^/]+/[^/]+-command\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one subject, or one of them is in the wrong place.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that imports nothing is left over.',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.d\\.m?ts$', '^tests/', '^fixtures/portal/assets/'] },
      to: {},
    },
    {
      name: 'all-resolved',
      comment: 'An import that resolves to nothing. A script may import what the build makes.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^\\.\\./dist/' },
    },
    {
      name: 'no-development-packages-in-the-product',
      comment: 'An installed raccord has no dev dependencies.',
      severity: 'error',
      from: { path: '^(src|flows|fixtures/(portal|piste|rosters))/' },
      // The peer is a dev dependency too, for the tests.
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: '^node_modules/pg-boss/',
      },
    },
    only('domain-is-pure', 'The domain knows no library but zod.', '^src/domain/', [
      '^src/(domain|errors)/',
      '^node_modules/zod/',
    ]),
    never(
      'parts-know-no-flows',
      'What flows and commands are made of knows neither.',
      {
        path: '^src/(acting|errors|config|ledger|credentials|secrets|log|messages|queue|browser|seeing|piste|schedule|reporting|outbound|status|board)/',
      },
      '^(flows/|src/cli/|src/robot/|src/app\\.ts$|fixtures/)',
    ),
    only('piste-knows-the-domain-alone', 'The PISTE client could be anybody’s.', '^src/piste/', [
      '^src/(piste|domain|errors)/',
      '^src/secrets/secret\\.ts$',
      '^node_modules/zod/',
    ]),
    only(
      'reports-tell-and-no-more',
      'A report is made of what a run came to and of its evidence, whoever ran it.',
      '^src/reporting/report/',
      ['^src/(reporting/report|domain|errors|files|messages|secrets)/', '^node_modules/zod/'],
    ),
    never(
      'reports-are-for-commands',
      'Only a command knows when a run has ended; the board’s pages are written as its page is.',
      { path: '^(src|flows|fixtures)/', pathNot: '^src/(board|cli|reporting/report)/' },
      '^src/reporting/report/',
    ),
    only(
      'pages-know-the-browser-alone',
      'Page objects know nothing of flows, ledger or vault.',
      '^flows/pages/',
      [
        '^flows/pages/',
        '^src/acting/',
        '^src/browser/',
        '^src/seeing/',
        '^src/teaching/',
        '^src/(domain|errors)/',
        '^src/secrets/secret\\.ts$',
        '^node_modules/playwright',
      ],
    ),
    only(
      'teaching-decides-on-plain-data',
      'What a person taught is plain data, and whether it fits is decided on a look.',
      '^src/teaching/',
      ['^src/(teaching|seeing|domain|errors)/', '^src/secrets/secret\\.ts$', '^node_modules/zod/'],
    ),
    only(
      'acting-knows-no-page',
      'How a field is filled or a thing is pressed is the same on every page.',
      '^src/acting/',
      [
        '^src/(acting|browser|seeing|teaching|domain|errors)/',
        '^src/secrets/secret\\.ts$',
        '^node_modules/playwright',
      ],
    ),
    only(
      'errors-know-the-domain-alone',
      'Every part may throw one of raccord’s errors, and `--help` loads them.',
      '^src/errors/',
      ['^src/(errors|domain)/'],
    ),
    only(
      'seeing-decides-on-plain-data',
      'How raccord sees knows no page of the portal, and no browser but for taking the look.',
      '^src/seeing/(?!look-at\\.ts$)',
      ['^src/(seeing|domain|errors)/', '^src/secrets/secret\\.ts$'],
    ),
    never(
      'flows-know-no-commands',
      'A flow can be run by any command, by a test or by another program.',
      { path: '^flows/' },
      '^src/(cli/|robot/|app\\.ts$)',
    ),
    never(
      'flows-reach-the-browser-through-pages',
      'A flow composes page objects; it never reaches for a locator.',
      { path: '^flows/[^/]+\\.ts$' },
      '^node_modules/(playwright|@playwright)',
    ),
    never(
      'commands-are-the-outermost',
      'Only the command line itself imports commands, and what runs it inside a test.',
      {
        path: '^(src|flows|fixtures)/',
        pathNot: ['^src/cli/', '^fixtures/playwright/raccord-here\\.ts$'],
      },
      '^src/cli/',
    ),
    never(
      'commands-know-no-other-command',
      'What several commands need has a folder that says what it is, and is no command’s own.',
      { path: '^src/cli/([^/]+)/' },
      `^src/cli/(?!(?:$1|${SHARED_BY_COMMANDS})/)[^/]+/`,
    ),
    {
      name: 'help-loads-no-work',
      comment: 'A command is added without what it does, which it loads when it is run.',
      severity: 'error',
      from: { path: ['^src/cli/(program|add-command|help-layout)\\.ts$', COMMAND_FILE] },
      to: {
        pathNot: [
          '^node_modules/commander/',
          '^src/(domain|errors|schedule/units\\.ts$)',
          '^src/cli/(add-command|command-line|help-layout)\\.ts$',
          '^src/cli/options/(contact-options|debug-options|option-values)\\.ts$',
          '^src/cli/(credentials/export-formats|completion/shells)\\.ts$',
          '^fixtures/portal/options\\.ts$',
          COMMAND_FILE,
        ],
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    never(
      'fixtures-are-for-trying',
      'The stand-in portal is for the demo, `raccord portal` and tests.',
      { path: '^(src|flows)/', pathNot: '^src/cli/(demo|portal)/' },
      '^fixtures/',
    ),
    never(
      'the-stand-in-does-not-know-the-robot',
      'A stand-in made with the robot’s own code would agree with its mistakes.',
      { path: '^fixtures/(portal|piste)/' },
      '^(src|flows)/',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^fixtures/portal/assets/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
