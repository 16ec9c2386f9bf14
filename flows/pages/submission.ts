import type { ActivePage } from '../../src/browser/active-page.ts';
import { ANSWER_TIMEOUT_MS, SingleSend } from '../../src/browser/single-send.ts';
import { answerTo, newTexts, noteMessages } from './read-answer.ts';
import { teachAnswer } from '../../src/acting/teach-answer.ts';
import { isOwnQuestion } from '../../src/acting/own-question.ts';
import { isPressable, OnceButton } from '../../src/acting/control.ts';
import type { Answer } from '../../src/acting/classify-answer.ts';
import { isReadingRequest } from './reading-requests.ts';
import type { Wording } from '../../src/seeing/wording.ts';

/** Words of raccord's own where it kept the form from being sent. */
const DECLINED = 'raccord said no to a question of the page, which a person has to answer';

/** A filled form whose button is ready but was not clicked: one click, one request. */
export class Submission {
  readonly #activePage: ActivePage;
  readonly #button: OnceButton;
  readonly #wording: Wording;
  readonly #where: string;
  readonly #single: SingleSend;
  #hasDeclined = false;

  private constructor(
    activePage: ActivePage,
    { wording, where }: { readonly wording: Wording; readonly where: string },
    button: OnceButton,
    single: SingleSend,
  ) {
    this.#activePage = activePage;
    this.#wording = wording;
    this.#where = where;
    this.#button = button;
    this.#single = single;
  }

  /**
   * @param looked asks a person to review a form that was taught, once its button is found.
   * @throws RaccordError as `OnceButton.ready`, `lookedAtFirst` and `SingleSend.prepare`.
   */
  static async prepare(
    activePage: ActivePage,
    wording: Wording,
    where: string,
    looked: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Submission> {
    await noteMessages(activePage, wording);
    const button = await OnceButton.ready(activePage.view, wording, where);
    await looked();
    const single = await SingleSend.prepare(activePage.view, isReadingRequest);
    return new Submission(activePage, { wording, where }, button, single);
  }

  /**
   * Clicks, and waits for the portal's answer. A second call is a bug and is refused.
   * @param permit called right before the click, and before its request leaves: if it throws,
   * nothing is sent, and its error is thrown.
   * @param timeoutMs milliseconds that the portal may take to answer.
   */
  async send(permit: () => Promise<void>, timeoutMs = ANSWER_TIMEOUT_MS): Promise<Answer> {
    await permit();
    const answer = await this.#single.during(
      () => this.#activePage.confirming(this.#isAsked, () => this.#clickAndWait(timeoutMs)),
      permit,
      timeoutMs,
    );
    if (!this.#hasDeclined || answer.kind !== 'refused' || answer.isSure) return answer;
    return { ...answer, message: `${DECLINED}: ${answer.message}` };
  }

  /** Returns whether a question is the form's own, before anything was sent. */
  readonly #isAsked = (question: string): boolean => {
    if (this.#single.outcome.write !== 'none') return false;
    const isOwn = isOwnQuestion(question);
    this.#hasDeclined ||= !isOwn;
    return isOwn;
  };

  /**
   * Asks a person what an answer means that is not understood. The page may go on, or the window be
   * closed, meanwhile: what is known already must be recorded before.
   * @returns the answer by what was taught; undefined if nothing was, or if it says no more.
   */
  async askMeaning(answer: Answer, timeoutMs = ANSWER_TIMEOUT_MS): Promise<Answer | undefined> {
    const isTold = answer.kind === 'accepted' || (answer.kind === 'refused' && answer.isSure);
    if (isTold || this.#activePage.lost !== undefined) return undefined;
    const { view } = this.#activePage;
    const form = { submit: this.#wording, where: this.#where };
    if (!(await teachAnswer(view, form, () => newTexts(this.#activePage)))) return undefined;
    const taught = await this.#answer(timeoutMs);
    return taught.kind === 'unclear' ? undefined : taught;
  }

  async #answer(timeoutMs: number): Promise<Answer> {
    const formIsThere = (): Promise<boolean> => isPressable(this.#activePage.view, this.#wording);
    return answerTo(this.#activePage, formIsThere, timeoutMs, () => this.#single.outcome);
  }

  async #clickAndWait(timeoutMs: number): Promise<Answer> {
    return this.#button.click(timeoutMs).then(
      () => this.#answer(timeoutMs),
      // Whether a failed click took effect is unclear; the list will tell.
      () => ({ kind: 'unclear', reason: 'the click was cut short' }),
    );
  }
}
