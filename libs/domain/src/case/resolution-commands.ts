import { Id, Optional, Personal, Text } from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

@CommandContract({ summary: 'Resolve a case', example: { resolutionCode: 'part-exchanged', articleId: 'kb-17' } })
export class ResolveCase extends CommandBody {
  @Id() resolutionCode!: string;
  @Optional() @Id() articleId?: string;
  @Optional() @Personal() @Text(5000) note?: string;
  /** Who resolved it; who sends the command where it is left out. */
  @Optional() @Id() by?: string;
}

@CommandContract({ summary: 'Record that the customer confirmed the resolution', example: { contactId: 'p1' } })
export class ConfirmResolution extends CommandBody {
  @Optional() @Id() contactId?: string;
}

@CommandContract({
  summary: 'Record that the customer rejected the resolution',
  example: { reason: 'It dropped again last night.' },
})
export class RejectResolution extends CommandBody {
  @Optional() @Id() contactId?: string;
  @Personal() @Text(2000) reason!: string;
}

@CommandContract({ summary: 'Reopen a case', example: { reason: 'The fault is back.' } })
export class ReopenCase extends CommandBody {
  @Personal() @Text(2000) reason!: string;
}

@CommandContract({ summary: 'Close a case', example: { reason: 'Withdrawn by the customer.' } })
export class CloseCase extends CommandBody {
  /** Needed where the case is not resolved. */
  @Optional() @Personal() @Text(2000) reason?: string;
}

export const caseResolutionCommands = { ResolveCase, ConfirmResolution, RejectResolution, ReopenCase, CloseCase };
