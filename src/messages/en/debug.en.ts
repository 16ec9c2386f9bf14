import type { StoppableStep } from '../../domain/step-names.ts';

const would: Readonly<Record<StoppableStep, (meant: string) => string>> = {
  'open-connections': () => 'open the application "Raccordement EDI et API"',
  'read-connections': () => 'read which connections this SIRET has; that changes nothing',
  'fill-declaration': () => 'open the form of a new declaration and fill it; nothing is sent',
  'submit-declaration': (name) =>
    `write its intent down and click "Valider" once, which declares "${name}"`,
  'open-account-form': () => 'prove the vault writable and open the form "Compte technique"',
  'choose-structure': () => 'choose this SIRET and read which accounts it has',
  'capture-credential': () => 'take login and password down and seal them; nothing is sent',
  'submit-account': (login) =>
    `write its intent down and click "Soumettre" once, which creates ${login}`,
};

/** Messages for a person who watches raccord at work. */
export const debugTextsEn = {
  endedBy: (code: string) => `Ended by ${code}; the whole message follows at the end.`,
  openUntilEnter: 'The browser stays open. Press Enter here, or close its window, to end.',
  openUntilClosed: 'The browser stays open until its window is closed.',
  stoppedBefore: (step: string, words: string) =>
    `Stopped before ${step} (${words}): nothing of that step was done.`,
  inspector: (step: string, words: string, code: string | undefined) =>
    code === undefined
      ? `PAUSED before ${step} (${words}), which has not begun: ▶ or F8 goes on`
      : `PAUSED on ${code}, at ${step} (${words}): ▶ or F8 goes on`,
  paused: (step: string, words: string, code: string | undefined) =>
    code === undefined
      ? `Paused before ${step} (${words}): nothing of that step was done. To go on: ▶ or F8 in Playwright's Inspector.`
      : `Paused on ${code}, at the step ${step} (${words}). To go on: ▶ or F8 in Playwright's Inspector.`,
  next: (what: string) => `Next, raccord would ${what}.`,
  would,
  cannotSend: 'Until the browser is closed, nothing that changes the portal can be sent from it.',
  notValid:
    'The credential that was sealed is not valid, since its form was not sent: the next run seals another.',
  notReached: (step: string) =>
    `${step} was not reached: raccord found that it had nothing to do there.`,
  trace: {
    help: 'open the last trace of a SIRET in Playwright’s viewer',
    opening: (file: string) => `Opening ${file}`,
    opened: 'It is shown; Ctrl-C or closing its window ends it.',
    others: (count: number, folder: string) => `${count} more of that run in ${folder}`,
    noDisplay: 'There is no display here to open it on. Copy the file, then run there:',
  },
};
