import { CostToServeRecorded, derivedId, DocumentAttached, event } from '@touchstream/events';
import { ensure, refuse, repeats } from '../decider/index.js';
import { canonicalMoney } from '../money/index.js';
import type { interactionCommands } from './commands.js';
import { begun, type Decide } from './state.js';

/** So many documents an interaction may have. */
const MOST_DOCUMENTS = 200;

/** A media type without parameters (RFC 6838, section 4.2). */
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/i;

export const decideAttachments: Decide<Pick<typeof interactionCommands, 'AttachDocument' | 'RecordCostToServe'>> = {
  AttachDocument({ data: { docId: given, ...document }, meta }, state) {
    const { interactionId, customerId, documents } = begun(state, meta);
    const docId = given ?? derivedId(meta.commandId, 'document');
    const known = documents.get(docId);
    if (known !== undefined && repeats(document, known)) return [];
    ensure(known === undefined, 'document-exists', 'another document of this id is attached', '/docId');
    ensure(MEDIA_TYPE.test(document.mime), 'mime-invalid', 'must be a media type', '/mime');
    ensure(
      documents.size < MOST_DOCUMENTS,
      'too-many-documents',
      `an interaction may have ${MOST_DOCUMENTS} documents`,
    );
    return [event(DocumentAttached, { interactionId, ...(customerId && { customerId }), docId, ...document })];
  },
  RecordCostToServe({ data: { amount, ...told }, meta }, state) {
    const { interactionId, customerId } = begun(state, meta);
    if (customerId === undefined) return refuse('no-customer', 'it is not known which customer was served');
    return [event(CostToServeRecorded, { interactionId, customerId, ...told, amount: canonicalMoney(amount) })];
  },
};
