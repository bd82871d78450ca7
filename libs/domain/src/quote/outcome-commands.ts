import { CalendarDate, Id, IdList, Optional, Personal, Text, Whole } from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

@CommandContract({
  summary: 'Ask for approval of the discounts in a quote',
  example: { approvers: ['carol'], note: 'Strategic customer' },
})
export class RequestQuoteApproval extends CommandBody {
  /** Who may decide; anybody but the requester where it is left out. */
  @Optional() @IdList({ min: 1, max: 20 }) approvers?: string[];
  @Personal() @Optional() @Text(2000) note?: string;
}

@CommandContract({ summary: 'Approve the discounts in a quote', example: { contentRevision: 3, note: 'Agreed' } })
export class ApproveDiscount extends CommandBody {
  /** The content that the approver was shown, as the request names it. */
  @Whole(0) contentRevision!: number;
  @Personal() @Optional() @Text(2000) note?: string;
}

@CommandContract({ summary: 'Refuse the discounts in a quote', example: { contentRevision: 3, note: 'At most 15 %' } })
export class RejectDiscount extends CommandBody {
  /** The content that the approver was shown, as the request names it. */
  @Whole(0) contentRevision!: number;
  @Personal() @Optional() @Text(2000) note?: string;
}

@CommandContract({
  summary: 'Send a quote to the customer',
  example: { to: ['0197f000-0000-7000-8000-000000000002'], validUntil: '2026-05-31' },
})
export class SendQuote extends CommandBody {
  /** The contacts it goes to. */
  @IdList({ max: 50 }) to!: string[];
  /** Digest of the document that is sent. */
  @Optional() @Id() documentHash?: string;
  /** Last day, in UTC, on which it can be accepted; as drafted where it is left out. */
  @Optional() @CalendarDate() validUntil?: string;
}

@CommandContract({
  summary: 'Record that the customer looked at a quote',
  example: { by: '0197f000-0000-7000-8000-000000000002' },
})
export class RecordQuoteView extends CommandBody {
  /** The contact who looked, where known. */
  @Optional() @Id() by?: string;
}

@CommandContract({
  summary: 'Accept a quote',
  example: {
    version: 1,
    by: '0197f000-0000-7000-8000-000000000002',
    signedBy: 'Jean Dupont',
    signatureRef: 'sign-4711',
  },
})
export class AcceptQuote extends CommandBody {
  /** The version that the customer accepts: the one last sent. */
  @Whole(1) version!: number;
  /** The contact who accepts, where known. */
  @Optional() @Id() by?: string;
  /** The name under the signature. */
  @Optional() @Text(200) @Personal() signedBy?: string;
  @Optional() @Id() signatureRef?: string;
}

@CommandContract({ summary: 'Record that the customer refused a quote', example: { reason: 'Too dear' } })
export class RejectQuote extends CommandBody {
  @Personal() @Text(500) reason!: string;
}

@CommandContract({ summary: 'Record that the last day of a sent quote has passed', example: {} })
export class ExpireQuote extends CommandBody {}

@CommandContract({ summary: 'Take a quote back', example: { reason: 'Product discontinued' } })
export class WithdrawQuote extends CommandBody {
  @Personal() @Optional() @Text(500) reason?: string;
}

export const quoteOutcomeCommands = {
  RequestQuoteApproval,
  ApproveDiscount,
  RejectDiscount,
  SendQuote,
  RecordQuoteView,
  AcceptQuote,
  RejectQuote,
  ExpireQuote,
  WithdrawQuote,
};
