import type { Screen } from '../../src/browser/screen.ts';
import { ANSWER_PATIENCE_MS, SingleSend } from '../../src/browser/single-send.ts';
import { answerTo, noteMessages } from './answer.ts';
import { isPressable, OnceButton } from './control.ts';
import type { Answer } from './judge-answer.ts';
import { isReadingRequest } from './reading-requests.ts';
import type { Wording } from '../../src/seeing/wording.ts';

/** A filled form whose button is there and can be clicked, but was not: one click, one request. */
export class Submission {
  readonly #screen: Screen;
  readonly #button: OnceButton;
  readonly #wording: Wording;
  readonly #single: SingleSend;

  private constructor(screen: Screen, wording: Wording, button: OnceButton, single: SingleSend) {
    this.#screen = screen;
    this.#wording = wording;
    this.#button = button;
    this.#single = single;
  }

  /**
   * @param looked lets a person look at a form that was taught, once its button is known.
   * @throws RaccordError as `OnceButton.ready`, `lookedAtFirst` and `SingleSend.prepare`.
   */
  static async prepare(
    screen: Screen,
    wording: Wording,
    where: string,
    looked: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Submission> {
    await noteMessages(screen);
    const button = await OnceButton.ready(screen.view, wording, where);
    await looked();
    const single = await SingleSend.prepare(screen.view, isReadingRequest);
    return new Submission(screen, wording, button, single);
  }

  /**
   * Clicks, and waits for the portal's answer. A second call is a defect and is refused.
   * @param permit asked right before the click, and before its request leaves: where it throws,
   * nothing is sent, and that is thrown.
   * @param patience milliseconds that the portal may take to answer.
   */
  async send(permit: () => Promise<void>, patience = ANSWER_PATIENCE_MS): Promise<Answer> {
    await permit();
    return this.#single.during(() => this.#clickAndWait(patience), permit, patience);
  }

  async #clickAndWait(patience: number): Promise<Answer> {
    const formIsThere = (): Promise<boolean> => isPressable(this.#screen.view, this.#wording);
    const isAwaited = (): boolean => this.#single.awaitsAnswer;
    return this.#button.click(patience).then(
      () => answerTo(this.#screen, formIsThere, patience, isAwaited),
      // Whether a click that failed was one is unclear; the list will say.
      () => ({ kind: 'unclear', reason: 'the click was cut short' }),
    );
  }
}
