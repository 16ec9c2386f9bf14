import type { Frame } from 'playwright';
import { isWordedAs } from '../../src/seeing/wording-match.ts';
import { signInWordings } from './wordings.ts';

/** A form that shows a password field, as plain data. */
export interface PasswordForm {
  /** It has an id of the identity provider's own forms. */
  readonly isStock: boolean;
  /** Number of fields to type in. */
  readonly passwords: number;
  readonly texts: number;
  /** Number of other fields: choices, and read-only values. */
  readonly others: number;
  /** The wordings of its buttons. */
  readonly buttons: readonly string[];
}

/**
 * Returns whether a form asks for identity: the identity provider's own (facts/dom.md section 1),
 * one whose button says so, or one that asks for a name and a password only. The form "Compte
 * technique" may also show its generated password in a password field.
 */
export function asksToSignIn(form: PasswordForm): boolean {
  if (form.isStock) return true;
  if (form.passwords !== 1) return false;
  const isWorded = form.buttons.some((text) => isWordedAs(text, signInWordings.signIn));
  return isWorded || (form.texts <= 1 && form.others === 0);
}

/** Returns the visible forms of a document that show a password field. */
export async function passwordForms(view: Frame): Promise<PasswordForm[]> {
  return view.locator('form:has(input[type=password])').evaluateAll(formsOf);
}

/** Runs inside the page, so it can use nothing from outside. */
function formsOf(forms: Element[]): PasswordForm[] {
  const STOCK = '#kc-form-login, #kc-passwd-update-form, :has(#kc-login)';
  const TYPED =
    ':is(input:not([type]), input[type=text], input[type=email], input[type=tel], input[type=search])';
  const FIXED = 'input:is([readonly], [disabled]):not([type=hidden]), output, dd';
  const CHOSEN = 'select, textarea, [type=radio], [role=combobox], [role=listbox]';
  const BUTTONS = 'button, [role=button], input[type=submit], input[type=button]';
  return forms.flatMap((form) => {
    const shown = (selector: string): Element[] =>
      [...form.querySelectorAll(selector)].filter((one) => one.getClientRects().length > 0);
    if (shown('input[type=password]').length === 0) return [];
    const typed = (selector: string): number =>
      shown(`${selector}:not([readonly], [disabled])`).length;
    return [
      {
        isStock: form.matches(STOCK),
        passwords: typed('input[type=password]'),
        texts: typed(TYPED),
        others: shown(`${FIXED}, ${CHOSEN}`).length,
        buttons: shown(BUTTONS).map((button) =>
          (button instanceof HTMLInputElement ? button.value : button.textContent)
            .replace(/\s+/gu, ' ')
            .trim(),
        ),
      },
    ];
  });
}
