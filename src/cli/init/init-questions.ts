import { isCancel, password as askHidden, select, text as askText } from '@clack/prompts';
import { DECLARED_BY_DEFAULT } from '../../config/variable-schema.ts';
import { settingProblem, type VariableName } from '../../config/dot-env-text.ts';
import type { ConfigProblem } from '../../errors/config-problem.ts';
import { Secret } from '../../secrets/secret.ts';
import { configProblemText } from '../../messages/config-texts.ts';
import { isGiven, withoutUnanswered, type Answers } from './init-answers.ts';
import type { Texts } from '../../messages/texts.ts';

/** Returns what is wrong with answers beyond their form. */
type ProblemOf = (answers: Answers) => ConfigProblem | undefined;

/** Thrown when the person cancels the questions. */
export class QuestionsCancelled extends Error {}

/**
 * Asks at the terminal for missing settings. Optional ones may be left empty and filled in later.
 * @throws QuestionsCancelled
 */
export async function askSettings(
  given: Answers,
  texts: Texts,
  problemOf: ProblemOf,
): Promise<Answers> {
  const asking = new Questions(texts, problemOf);
  const { asks } = texts.init;
  const answers: { -readonly [K in keyof Answers]: Answers[K] } = { ...given };
  const ask = async (name: VariableName, initialValue = '', needed = false): Promise<void> => {
    if (name in answers) return;
    Object.assign(
      answers,
      withoutUnanswered({ [name]: await asking.line(name, initialValue, needed) }),
    );
  };
  answers.CHORUS_ENV ??= await asking.choice(asks.environment, {
    qualification: asks.qualification,
    production: asks.production,
  });
  await ask('CHORUS_LOGIN');
  if (!isGiven('CHORUS_PASSWORD', answers)) {
    Object.assign(answers, await asking.secret('CHORUS_PASSWORD', asks.password, 'typed'));
  }
  if (!isGiven('CHORUS_TOTP_SECRET', answers)) {
    Object.assign(answers, await asking.secret('CHORUS_TOTP_SECRET', asks.totp, 'none'));
  }
  await ask('RACCORD_CONTACT_NAME');
  await ask('RACCORD_CONTACT_PHONE');
  await ask('RACCORD_CONTACT_EMAIL');
  // The first two have no default: they are a company's own, and are declared to the State.
  await ask('RACCORD_EDITOR', '', true);
  await ask('RACCORD_APPLICATION_PATTERN', '', true);
  await ask('RACCORD_USAGE', DECLARED_BY_DEFAULT.usage, true);
  return answers;
}

type SecretAsked = 'CHORUS_PASSWORD' | 'CHORUS_TOTP_SECRET';

/** Questions at the terminal, each validated for its variable. */
class Questions {
  readonly #texts: Texts;
  readonly #problemOf: ProblemOf;

  constructor(texts: Texts, problemOf: ProblemOf) {
    this.#texts = texts;
    this.#problemOf = problemOf;
  }

  async line(
    name: VariableName,
    initialValue: string,
    needed: boolean,
  ): Promise<string | undefined> {
    const { init } = this.#texts;
    const { [name]: example } = init.examples as Readonly<Partial<Record<VariableName, string>>>;
    const answer = await askText({
      message: this.#question(name, needed ? '' : init.asks.mayBeEmpty),
      validate: (text) => this.#problem(name, (text ?? '').trim(), needed),
      output: process.stderr,
      initialValue: initialValue === '' ? undefined : initialValue,
      placeholder: example,
    });
    const said = answered(answer).trim();
    return said === '' ? undefined : said;
  }

  async choice<T extends string>(
    message: string,
    labels: Readonly<Partial<Record<T, string>>>,
  ): Promise<T> {
    const options = Object.entries<string | undefined>(labels).map(([value, label]) => ({
      value,
      label: label ?? value,
    }));
    const chosen = await select<string>({ message, options, output: process.stderr });
    return answered(chosen) as T;
  }

  /** Asks how a secret is given, then for it: hidden input, or a file or command that gives it. */
  async secret(name: SecretAsked, message: string, first: 'typed' | 'none'): Promise<Answers> {
    const { typed, file, command, later, none } = this.#texts.init.ways;
    const labels = { typed, file, command, later };
    const way = await this.choice<keyof typeof labels | 'none'>(
      message,
      first === 'none' ? { none, ...labels } : labels,
    );
    if (way === 'typed') {
      const answer = await askHidden({
        message: this.#question(name, ''),
        validate: (text) => this.#problem(name, text ?? '', true),
        output: process.stderr,
      });
      return { [name]: new Secret(answered(answer)) };
    }
    if (way === 'later' || way === 'none') return {};
    const variable = `${name}_${way === 'file' ? 'FILE' : 'COMMAND'}` as const;
    return withoutUnanswered({ [variable]: await this.line(variable, '', true) });
  }

  #question(name: VariableName, note: string): string {
    const { variables, init } = this.#texts;
    const { [name]: own } = variables as Readonly<Partial<Record<VariableName, string>>>;
    const meaning = own ?? (name.endsWith('_FILE') ? init.asks.file : init.asks.command);
    return [`${name}: ${meaning}`, note].filter(Boolean).join(' ');
  }

  #problem(name: VariableName, text: string, needed: boolean): string | undefined {
    if (text === '' && !needed) return undefined;
    const problem = settingProblem(name, text) ?? this.#problemOf({ [name]: text });
    return problem && configProblemText(problem, this.#texts.config);
  }
}

/** @throws QuestionsCancelled if the person cancelled the question. */
function answered<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer)) throw new QuestionsCancelled();
  return answer as Exclude<T, symbol>;
}
