import type { StoppableStep } from '../../domain/step-names.ts';

const would: Readonly<Record<StoppableStep, (meant: string) => string>> = {
  'open-connections': () => 'open the application "Raccordement EDI et API"',
  'read-connections': () => 'read the connections of this SIRET; this changes nothing',
  'fill-declaration': () => 'open the form of a new declaration and fill it; nothing is sent',
  'submit-declaration': (name) =>
    `record the intent and click "Valider" once, which declares "${name}"`,
  'open-account-form': () =>
    'check that the vault is writable and open the form "Compte technique"',
  'choose-structure': () => 'choose this SIRET and read its accounts',
  'capture-credential': () => 'capture the login and password and seal them; nothing is sent',
  'submit-account': (login) =>
    `record the intent and click "Soumettre" once, which creates ${login}`,
};

/** Messages for a person who watches raccord at work. */
export const debugTextsEn = {
  endedBy: (code: string) => `Stopped by ${code}; the full message follows at the end.`,
  openUntilEnter: 'The browser stays open. To end, press Enter here or close its window.',
  openUntilClosed: 'The browser stays open until its window is closed.',
  stoppedBefore: (step: string, words: string) =>
    `Stopped before ${step} (${words}): that step was not started.`,
  inspector: (step: string, words: string, code: string | undefined) =>
    code === undefined
      ? `PAUSED before ${step} (${words}), which has not started: ▶ or F8 to continue`
      : `PAUSED on ${code}, at ${step} (${words}): ▶ or F8 to continue`,
  paused: (step: string, words: string, code: string | undefined) =>
    code === undefined
      ? `Paused before ${step} (${words}): that step has not started. To continue: ▶ or F8 in Playwright's Inspector.`
      : `Paused on ${code}, at the step ${step} (${words}). To continue: ▶ or F8 in Playwright's Inspector.`,
  next: (what: string) => `Next, raccord would ${what}.`,
  would,
  notValid:
    'The sealed credential is not valid, since its form was not sent: the next run seals a new one.',
  notReached: (step: string) => `${step} was not reached: raccord had nothing to do there.`,
  trace: {
    help: 'open the last trace of a SIRET in Playwright’s viewer',
    opening: (file: string) => `Opening ${file}`,
    opened: 'The trace is open; to end, close its window or press Ctrl-C.',
    others: (count: number, folder: string) => `${count} more of that run in ${folder}`,
    noDisplay: 'There is no display here. Copy the file to a machine that has one, then run there:',
  },
};
