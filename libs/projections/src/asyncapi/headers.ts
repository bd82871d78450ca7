import { actorKinds, channels, type JsonSchema } from '@touchstream/events';

const text = (description: string, more: JsonSchema = {}): JsonSchema => ({ type: 'string', ...more, description });
const WHOLE = { pattern: '^\\d+$' };

/**
 * The headers of every public message: the CloudEvents 1.0 attributes as the Kafka binding's binary content mode writes them,
 * and our extensions. All of them are text, as headers are.
 */
export const headersSchema: JsonSchema = {
  type: 'object',
  properties: {
    ce_specversion: text('Version of CloudEvents.', { const: '1.0' }),
    ce_id: text('The event, the same in every copy of the message: what duplicates are known by.', { format: 'uuid' }),
    ce_type: text('What happened, and the version of the payload.'),
    ce_source: text('The tenant, as `/touchstream/<tenant>`.', { format: 'uri-reference' }),
    ce_time: text('When it happened; it may be told later.', { format: 'date-time' }),
    ce_subject: text('The stream it stands in: `<aggregate>-<id>`.'),
    'content-type': text('How the payload is written.', { const: 'application/json' }),
    ce_schemaversion: text('The version of the payload, as in the type.', WHOLE),
    ce_streamrevision: text('Its place in its stream, from 0: a gap says that an event is missing.', WHOLE),
    ce_previousrevision: text(
      'Only where the event before it in its stream went out under another key: the one before it under this key, -1 for none.',
      { pattern: '^(-1|\\d+)$' },
    ),
    ce_position: text('Its place among all events of the installation; later events have greater ones.', WHOLE),
    ce_recordedat: text('When the store took it.', { format: 'date-time' }),
    ce_correlationid: text('Ties together what belongs together, from the first request on.'),
    ce_causationid: text('The command or event that it follows from.'),
    ce_commandid: text('The command that it came of: all events of one command have the same. Older messages lack it.'),
    ce_channel: text('How the touch came about, where that was told.', { enum: channels }),
    ce_importid: text('The import that it came of, where it came of one.'),
    ce_customerid: text('The customer it concerns, where it concerns one.'),
    ce_traceparent: text('The distributed trace it goes on in (W3C Trace Context), where that is recorded.'),
    ce_actorkind: text('What kind of actor did it.', { enum: actorKinds }),
  },
  required: [
    'ce_specversion',
    'ce_id',
    'ce_type',
    'ce_source',
    'ce_time',
    'ce_subject',
    'content-type',
    'ce_schemaversion',
    'ce_streamrevision',
    'ce_position',
    'ce_recordedat',
    'ce_correlationid',
    'ce_actorkind',
  ],
};
