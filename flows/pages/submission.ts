import type { Screen } from '../../src/browser/screen.ts';
import { SingleSend } from '../../src/browser/single-send.ts';
import { answerTo, noteMessages } from './answer.ts';
import { OnceButton, pressables } from './control.ts';
import type { Answer } from './judge-answer.ts';
import { isReadingRequest } from './reading-requests.ts';
import type { Wording } from './wordings.ts';

/** A filled form whose button is there and can be clicked, but was not: one click, one request. */
export class Submission {
  readonly #screen: Screen;
  readonly #button: OnceButton;
  readonly #wording: Wording;
  readonly #single: SingleSend | undefined;

  private constructor(
    screen: Screen,
    wording: Wording,
    button: OnceButton,
    single: SingleSend | undefined,
  ) {
    this.#screen = screen;
    this.#wording = wording;
    this.#button = button;
    this.#single = single;
  }

  /** @throws RaccordError as `OnceButton.ready`. */
  static async prepare(screen: Screen, wording: Wording, where: string): Promise<Submission> {
    await noteMessages(screen);
    const single = await SingleSend.prepare(screen.view, isReadingRequest);
    const button = await OnceButton.ready(screen.view, wording, where);
    return new Submission(screen, wording, button, single);
  }

  /**
   * Clicks, and waits for the portal's answer. A second call is a defect and is refused.
   * @param permit asked right before the click, and before its request leaves: where it throws,
   * nothing is sent, and that is thrown.
   */
  async send(permit: () => Promise<void>): Promise<Answer> {
    await permit();
    return this.#single === undefined
      ? this.#clickAndWait()
      : this.#single.during(() => this.#clickAndWait(), permit);
  }

  async #clickAndWait(): Promise<Answer> {
    const formButton = pressables(this.#screen.view, this.#wording).first();
    return this.#button.click().then(
      () => answerTo(this.#screen, formButton),
      // Whether a click that failed was one is unclear; the list will say.
      () => ({ kind: 'unclear', reason: 'the click was cut short' }),
    );
  }
}
