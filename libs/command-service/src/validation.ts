import { compileValidator, contractAjv, schemaOf, type Validator } from '@touchstream/events';
import type { CommandClass } from '@touchstream/domain';

/** One for all: to make one takes longer than to compile a command. */
const ajv = contractAjv();
const compiled = new Map<CommandClass, Validator>();

/** The compiled contract of a command: checks a body, and brings it to its canonical form in place. */
export function commandValidator(type: CommandClass): Validator {
  let validator = compiled.get(type);
  if (validator === undefined) compiled.set(type, (validator = compileValidator(schemaOf(type), ajv)));
  return validator;
}
