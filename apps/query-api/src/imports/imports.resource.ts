import { skipReasons } from '@touchstream/events';
import { answer } from '@touchstream/platform';
import { imports as view } from '@touchstream/views';
import { has, is, oneOf, resource, search } from '../reads/index.js';

const { choice, flag, instant, list, nullable, object, text, whole } = answer;
const STATUSES = ['running', 'completed', 'reverted'];

const schema = object({
  importId: text(),
  kind: text(),
  fileName: nullable(text()),
  fileHash: text('SHA-256 of the file.'),
  mapping: text(),
  mappingHash: text(),
  matchRule: text(),
  dryRun: flag(),
  status: choice(STATUSES),
  startedAt: nullable(instant()),
  startedBy: nullable(text()),
  lastRowAt: nullable(instant()),
  completedAt: nullable(instant()),
  accepted: whole(),
  rejected: whole(),
  unchanged: whole('Of the accepted: those that said nothing new.'),
  rejectedRows: list(
    object({
      row: whole('The line of the file; the first is 1.'),
      errors: list(object({ column: nullable(text()), reason: text() })),
    }),
    'The first 100.',
  ),
  reverted: nullable(
    object({
      at: instant(),
      compensated: whole(),
      skipped: whole(),
      skippedRecords: list(object({ id: text(), reason: choice(skipReasons) })),
    }),
  ),
  revision: whole('For `If-Match`.'),
});

export const imports = resource({
  view,
  tag: 'Imports',
  base: '/v1/imports',
  noun: 'import',
  response: schema,
  present: one => one,
  revision: one => one.revision,
  filters: {
    status: oneOf('status', 'Only in this status.', STATUSES),
    kind: is('kind', 'Only of this kind.'),
    mapping: is('mapping', 'Only by this mapping.'),
    fileHash: has('fileHash', 'Only of the file with this SHA-256.'),
    q: search,
  },
  orders: { newest: { about: 'newest first', field: 'startedAt', direction: 'descending' } },
});
