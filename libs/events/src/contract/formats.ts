import type { ErrorObject } from 'ajv/dist/2020.js';
import { checksByName } from './checks.js';

/** What a text must be that fails its format. */
export const formatMessage = ({ params }: ErrorObject): string =>
  checksByName.get(String(params['format']))?.message ?? 'is not valid';

/** The errors with one in place of several where a text must have one of several formats: it names them all. */
export function joinFormats(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  return errors
    .filter(({ keyword }) => keyword === 'anyOf')
    .reduce((left, choice) => {
      const isOfChoice = ({ keyword, instancePath, schemaPath }: ErrorObject) =>
        keyword === 'format' && instancePath === choice.instancePath && schemaPath.startsWith(`${choice.schemaPath}/`);
      const messages = left.filter(isOfChoice).map(formatMessage);
      if (messages.length === 0) return left;
      const message = messages.join(' or ').replaceAll(' or must be ', ' or ');
      return left.filter(one => !isOfChoice(one)).map(one => (one === choice ? { ...one, message } : one));
    }, errors);
}
