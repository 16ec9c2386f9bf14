import { reasonOfIssue, type ConfigProblem } from '../errors/config-problem.ts';
import { dotEnvLine } from './dot-env-text.ts';
import { secretVariables, variables } from './variable-schema.ts';
import { characterFault } from './value-faults.ts';

/** A variable that does not hold a secret. */
export type PlainName = keyof typeof variables.shape;

/** A secret, or the file or command that gives it. */
export type SecretWay = `${keyof typeof secretVariables}${'' | '_FILE' | '_COMMAND'}`;

export type VariableName = PlainName | SecretWay;

/** Returns the problem with a value to be written into `.env`, without quoting it. */
export function settingProblem(name: VariableName, value: string): ConfigProblem | undefined {
  const fault = characterFault(value);
  if (fault !== undefined) return { place: name, reason: fault };
  const issue = formOf(name).safeParse(value).error?.issues[0];
  if (issue !== undefined) return { place: name, reason: reasonOfIssue(issue) };
  if (dotEnvLine(name, value) !== undefined) return undefined;
  return { place: name, reason: { key: 'not-for-dot-env' } };
}

/** Returns a variable's schema; for a file or a command, only its name is checked here. */
function formOf(name: VariableName) {
  const forms = { ...variables.shape, ...secretVariables };
  return name in forms ? forms[name as keyof typeof forms] : variables.shape.CHORUS_LOGIN;
}
