// What a runner does for one SIRET, in steps that each library brings its own way.

export const EDITOR = 'PLDChorus';
export const USAGE = "Utilisateur d'une solution d'un éditeur ou opérateur";
export const CONTACT = {
  name: 'Camille Martin',
  phone: '0472000000',
  email: 'camille.martin@exemple.fr',
};

/** raccord's clicks and nothing else: what would be done if nothing ever went wrong. */
export async function bare(steps, work) {
  await steps.openConnections();
  await steps.declare(work);
  await steps.openAccountForm();
  await steps.chooseStructure(work.siret);
  const credential = await steps.capture();
  await steps.submit();
  return credential;
}

/** The same, and both lists are read before and after what is written, as raccord must. */
export async function careful(steps, work) {
  const { siret, applicationName } = work;
  await steps.openConnections();
  expectLines(0, siret, await steps.readConnections(siret));
  await steps.declare(work);
  expectLines(1, applicationName, await steps.readConnections(siret));
  await steps.openAccountForm();
  await steps.chooseStructure(siret);
  const credential = await steps.capture();
  expectLines(0, credential.login, await steps.readAccounts());
  await steps.submit();
  await steps.openAccountForm();
  await steps.chooseStructure(siret);
  expectLines(1, credential.login, await steps.readAccounts());
  return credential;
}

function expectLines(count, words, lines) {
  const found = lines.filter((line) => line.includes(words));
  if (found.length !== count) throw new Error(`${found.length} lines with ${words}, not ${count}`);
}
