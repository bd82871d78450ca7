import { compileValidator, schemaOf, type Validator } from '@touchstream/events';
import type { CommandClass } from '@touchstream/domain';

const compiled = new Map<CommandClass, Validator>();

/** The compiled contract of a command: checks a body, and brings it to its canonical form in place. */
export function commandValidator(type: CommandClass): Validator {
  let validator = compiled.get(type);
  if (validator === undefined) compiled.set(type, (validator = compileValidator(schemaOf(type))));
  return validator;
}
