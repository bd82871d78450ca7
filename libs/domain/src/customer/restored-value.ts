import { compileValidator, schemaOf, type FieldData, type Validator } from '@touchstream/events';
import { refuse, type Command, type CommandClass } from '../decider/index.js';

const compiled = new Map<CommandClass, Validator>();

function validatorOf(command: CommandClass): Validator {
  let validator = compiled.get(command);
  if (validator === undefined) compiled.set(command, (validator = compileValidator(schemaOf(command))));
  return validator;
}

/**
 * The command that would give a field a value: the value must be one that the command takes for it, in its canonical
 * form. Refuses any other.
 */
export function readValue<C extends CommandClass>(command: C, field: string, value: FieldData): Command<C>['data'] {
  const body = value === null ? { clear: [field] } : { [field]: structuredClone(value) };
  const [error] = validatorOf(command)(body);
  if (error === undefined) return body as Command<C>['data'];
  return value === null
    ? refuse('field-required', 'the field cannot be left empty', '/value')
    : refuse('field-value', error.message, error.pointer.replace(`/${field}`, '/value'));
}
