import { Choice, Id, identificationMethods, Optional, Percent, type IdentificationMethod } from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

@CommandContract({
  summary: 'Record who the other party of a call is, or that it is not known',
  example: { contactId: 'p1', method: 'number', confidence: 90 },
})
export class IdentifyCaller extends CommandBody {
  /** The contact's primary customer where it is left out. Naming neither says that it was tried in vain. */
  @Optional() @Id() customerId?: string;
  @Optional() @Id() contactId?: string;
  @Choice(identificationMethods) method!: IdentificationMethod;
  /** How sure it is, in percent. */
  @Optional() @Percent() confidence?: number;
}

@CommandContract({
  summary: 'Record that the other party of a call is somebody else',
  example: { customerId: '0197f000-0000-7000-8000-000000000001' },
})
export class ReidentifyCaller extends CommandBody {
  /** The contact's primary customer where it is left out. */
  @Optional() @Id() customerId?: string;
  @Optional() @Id() contactId?: string;
}

export const callerCommands = { IdentifyCaller, ReidentifyCaller };
