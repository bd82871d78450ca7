import { commandNamed, keyedAggregates, type KnownCommand } from '../plan/commands.js';
import { conditions } from '../plan/conditions.js';
import { contractFaults } from '../plan/contract.js';
import { isReference, placeOf, TemplateCompiler, TemplateError, textTemplate, type Places } from '../plan/template.js';
import type { Fault } from './fault.js';
import type { CommandMapping, Template } from './mapping.js';

/** What compiling throws, as a fault. */
function* failing(path: Fault['path'], compile: () => unknown): Generator<Fault> {
  try {
    compile();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    yield { path, message: error.message };
  }
}

type Addressing = (mapping: CommandMapping, aggregate: string) => (Fault | undefined)[];

const only = (wrong: boolean, path: string, message: string): Fault | undefined =>
  wrong ? { path: path === '' ? [] : [path], message } : undefined;

/** How a command may name its record, by what it creates. */
const ADDRESSING: Readonly<Record<KnownCommand['creates'], Addressing>> = {
  derived: ({ key, id, step }, aggregate) => [
    only(key === undefined, '', `lacks the key by which the source knows the ${aggregate}`),
    only(id !== undefined, 'id', `the id of a new ${aggregate} follows from its key`),
    only(step !== undefined, 'step', 'a record is made once'),
  ],
  chosen: ({ key, id }, aggregate) => [
    only(key !== undefined, 'key', `the id of the ${aggregate} stands in the command’s fields`),
    only(id !== undefined, 'id', `the id of the ${aggregate} stands in the command’s fields`),
  ],
  nothing: ({ key, id }, aggregate) => [
    only((key === undefined) === (id === undefined), '', `needs the key or the id of the ${aggregate}, one of the two`),
    only(key !== undefined && !keyedAggregates.has(aggregate), 'key', `a ${aggregate} has a chosen id, no key`),
  ],
};

function* checkReferences(template: Template, path: Fault['path']): Generator<Fault> {
  if (typeof template !== 'object') return;
  if (isReference(template) && !keyedAggregates.has(template.idOf))
    yield { path: [...path, 'idOf'], message: `must be one of ${[...keyedAggregates].join(', ')}` };
  for (const [field, one] of Object.entries(template)) yield* checkReferences(one as Template, [...path, field]);
}

/** What is wrong with a command. */
export function* checkCommand(mapping: CommandMapping, columns: Places): Generator<Fault> {
  const known = commandNamed(mapping.command);
  if (known === undefined) {
    yield { path: ['command'], message: `${mapping.command} is no command` };
    return;
  }
  const { key, id, step, when, needs, fields = {} } = mapping;
  yield* ADDRESSING[known.creates](mapping, known.aggregate.name).filter(fault => fault !== undefined);
  for (const [name, template] of Object.entries({ key, id, step }))
    if (template !== undefined) yield* failing([name], () => textTemplate(template, columns));
  yield* failing(['when'], () => conditions(when, columns));
  yield* failing(['needs'], () => needs?.forEach(name => placeOf(name, columns)));
  for (const [field, template] of Object.entries(fields))
    yield* failing(['fields', field], () => new TemplateCompiler(columns, () => '').compile(template, ''));
  yield* checkReferences(fields, ['fields']);
  for (const { path, message } of contractFaults(known.type, fields)) yield { path: ['fields', ...path], message };
}
