import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AnyRaccordError, RaccordError } from '../../src/errors/raccord-error.ts';
import type { EnrolmentResult } from '../../src/domain/outcome.ts';
import type { Siret } from '../../src/domain/siret.ts';
import type { Step } from '../../src/domain/step-names.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import type { Language } from '../../src/messages/load-texts.ts';
import { explainError } from '../../src/messages/render.ts';
import type {
  ReportedEnrolment,
  ReportedFailure,
  RunReport,
} from '../../src/reporting/report/run-report.ts';
import { drawPage } from './drawn-page.ts';

export const RUN_ID = '20261123T210000Z-1a2b';

const TOWNS = [
  ['73282932000074', 'Ville de Lyon'],
  ['81263740300013', 'Syndicat mixte des transports de la vallée de la Bièvre et du Haut-Rhône'],
  ['90417253300013', 'Commune de Saint-Étienne-du-Grès'],
  ['21690123100011', 'Centre communal d’action sociale'],
  ['05550061100028', 'Régie des eaux'],
  ['13002526500013', 'Direction interministérielle du numérique'],
  ['35600000000048', 'La Poste'],
  ['21310555400017', 'Commune de Toulouse'],
  ['21330063500017', 'Commune de Bordeaux'],
  ['26690027900019', 'Hospices civils'],
  ['20004625300017', 'Métropole'],
  ['18004625300013', 'Chambre régionale de métiers et de l’artisanat'],
] as const;

type Town = (typeof TOWNS)[number];

/** Milliseconds that each step takes in the sample, at its quickest. */
const PACE = {
  'open-connections': 1_350,
  'read-connections': 2_100,
  'fill-declaration': 3_900,
  'submit-declaration': 4_800,
  'open-account-form': 1_900,
  'choose-structure': 2_600,
  'capture-credential': 420,
  'submit-account': 5_200,
} as const satisfies Partial<Record<Step, number>>;

export interface SampleOptions {
  readonly language?: Language;
  /** Draws no pictures: the log says that there are some all the same. */
  readonly withoutPictures?: boolean;
}

/** A batch of twelve SIRETs with its evidence under `home`: three failed, two were done before. */
export async function sampleRun(
  home: string,
  { language = 'fr', withoutPictures = false }: SampleOptions = {},
): Promise<RunReport> {
  const failures = sampleFailures(language);
  const enrolments = TOWNS.map((town, index): ReportedEnrolment => {
    const failure = failures.get(index);
    return failure === undefined
      ? { result: doneResult(home, town, index), failures: [] }
      : { result: failedResult(home, town, failure), failures: [failure] };
  });
  for (const [index, { result, failures: ofOne }] of enrolments.entries()) {
    if (result.durationMs === 0) continue;
    await writeEvidence(result.evidence, ofOne[0]?.step, index, !withoutPictures);
  }
  await writeSignIn(join(home, 'evidence', RUN_ID, 'sign-in'));
  return {
    runId: RUN_ID,
    command: 'batch',
    portal: 'portail.chorus-pro.gouv.fr',
    host: 'robot-1',
    environment: 'production',
    version: '0.1.0',
    startedAt: '2026-11-23T21:00:00.000Z',
    endedAt: '2026-11-23T21:06:48.000Z',
    timezone: 'Europe/Paris',
    language,
    exitCode: 1,
    enrolments,
  };
}

function sampleFailures(language: Language): ReadonlyMap<number, ReportedFailure> {
  const texts = textsFor(language);
  const explained = (
    error: AnyRaccordError,
    resource: 'connection' | 'account',
    step: Step,
  ): ReportedFailure => ({ ...explainError(error, texts), code: error.code, resource, step });
  return new Map([
    [
      2,
      explained(
        new RaccordError('STRUCTURE_NOT_OFFERED', {
          where: 'Création d’un compte technique',
          present: ['VILLE DE LYON - 73282932000074', 'METROPOLE - 20004625300017'],
        }),
        'account',
        'choose-structure',
      ),
    ],
    [
      5,
      explained(
        new RaccordError('CONTROL_NOT_FOUND', {
          label: 'Nom de l’application PISTE',
          where: 'Déclarer un raccordement PISTE',
          present: ['Nom du contact technique', 'Téléphone', 'Adresse électronique', 'Valider'],
        }),
        'connection',
        'fill-declaration',
      ),
    ],
    [
      8,
      explained(
        new RaccordError('OUTCOME_DOUBTFUL', {
          resource: 'account',
          reason: 'la liste ne répond pas (HTTP 503)',
        }),
        'account',
        'submit-account',
      ),
    ],
  ]);
}

function doneResult(home: string, [siret, name]: Town, index: number): EnrolmentResult {
  const before = index === 6 || index === 9;
  const outcome = before ? 'existing' : index === 4 ? 'recovered' : 'created';
  return {
    siret: siret as Siret,
    structureName: name,
    connection: {
      outcome: index === 3 ? 'existing' : before ? 'existing' : 'created',
      applicationName: `Pldiffusion${index + 1}`,
      state: 'Actif',
    },
    account:
      index === 7
        ? { outcome: 'skipped' }
        : { outcome, login: `TECH_${index + 1}_${siret}@cpro.fr`, expiresOn: '2028-01-21' },
    evidence: before ? join(home, 'evidence') : join(home, 'evidence', RUN_ID, siret),
    durationMs: before ? 0 : 24_000 + index * 1_730,
  };
}

function failedResult(
  home: string,
  [siret, name]: Town,
  { code, what, resource }: ReportedFailure,
): EnrolmentResult {
  const failed = { outcome: 'failed', error: { code, message: what } } as const;
  return {
    siret: siret as Siret,
    structureName: name,
    connection:
      resource === 'connection' ? failed : { outcome: 'created', applicationName: 'Pldiffusion9' },
    account: resource === 'account' ? failed : { outcome: 'skipped' },
    evidence: join(home, 'evidence', RUN_ID, siret),
    durationMs: 19_300,
  };
}

/** A step log, up to the step that failed, with a picture of a page for each step. */
async function writeEvidence(
  folder: string,
  until: Step | undefined,
  seed: number,
  draws: boolean,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const lines: string[] = [];
  for (const [index, [step, pace]] of Object.entries(PACE).entries()) {
    const at = new Date(Date.UTC(2026, 10, 23, 21, seed, index * 3)).toISOString();
    const failed = step === until;
    const file = `${String(index + 1).padStart(2, '0')}-${step}${failed ? '-failed' : ''}.png`;
    const withheld = step === 'capture-credential' && seed === 3;
    const picture = withheld ? 'none: the secret field could not be hidden' : file;
    const durationMs = Math.round(pace * (1 + ((seed * 37 + index * 11) % 17) / 14));
    lines.push(JSON.stringify({ at, step, phase: 'began' }));
    lines.push(
      JSON.stringify(
        failed
          ? { at, step, phase: 'failed', code: 'CODE', details: {}, picture }
          : { at, step, phase: 'ended', durationMs, picture },
      ),
    );
    if (draws && !withheld) await writeFile(join(folder, file), drawPage(index, failed));
    if (failed) break;
  }
  await writeFile(join(folder, 'steps.jsonl'), `${lines.join('\n')}\n`);
}

async function writeSignIn(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const line = { step: 'sign-in', phase: 'ended', durationMs: 6_400, picture: '01-sign-in.png' };
  await writeFile(join(folder, 'steps.jsonl'), `${JSON.stringify(line)}\n`);
}
