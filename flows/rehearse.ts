import type { EnrolmentRequest } from '../src/domain/outcome.ts';
import { chooseStructure, openAccountForm } from './account-form.ts';
import { openList, whatToDeclare } from './declare-connection.ts';
import { DeclarationPage } from './pages/declaration-page.ts';
import type { Tools } from './tools.ts';

/** The values that a run would send, as both forms showed them. */
export interface Rehearsal {
  readonly applicationName: string;
  readonly companyName: string;
  readonly login: string;
}

/**
 * Goes through the whole procedure for one SIRET, whatever it has already, up to both submit
 * buttons without clicking either. Nothing is sealed, and no intent is recorded.
 */
export async function rehearse(request: EnrolmentRequest, tools: Tools): Promise<Rehearsal> {
  const { steps, activePage, redactor } = tools;
  const { siret, accountEmail, contact } = request;
  const list = await steps.run('open-connections', () => openList(tools));
  await steps.run('read-connections', () => list.readFor(siret));
  const { applicationName } = await steps.run('fill-declaration', async () => {
    const meant = await whatToDeclare(request, list, tools);
    await list.pressDeclare();
    const form = new DeclarationPage(activePage);
    await form.fill(meant);
    await form.expectSubmit();
    return meant;
  });
  const form = await steps.run('open-account-form', () => openAccountForm(tools));
  const { companyName, login } = await steps.run('choose-structure', async () => {
    const { offered } = await chooseStructure(form, siret, redactor);
    await form.setContactEmail(accountEmail, contact.email);
    await form.expectSubmit();
    return offered;
  });
  return { applicationName, companyName, login };
}
