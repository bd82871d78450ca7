import {
  call,
  customer,
  opportunity,
  order,
  progressOf,
  quote,
  serviceCase,
  type Aggregate,
  type ClosedDeal,
  type DraftedQuote,
  type EndedQuote,
  type KnownCall,
  type OpenDeal,
  type OpenedCase,
  type PlacedOrder,
  type RegisteredCustomer,
  type SentQuote,
} from '@touchstream/domain';
import { calls, cases, customer360, orders, pipelineBoard, quotes, type View } from '@touchstream/views';

/** A command by its name, with its body. */
export type Step = readonly [name: string, body?: object];

/** What may become of a record, and what of it its decider and its register both know. */
export interface Course {
  readonly of: Aggregate;
  readonly view: View;
  readonly begins: readonly Step[];
  readonly steps: readonly Step[];
  /** What the decider knows, in the words of the register. */
  readonly known: (state: never) => object;
  /** Every status that the register must show on the way. */
  readonly statuses: readonly string[];
}

const price = { amount: '10.00', currency: 'USD' };
const line = (lineId: string, qty: number) => ({
  lineId,
  productId: 'p1',
  name: 'P',
  qty,
  unitPrice: price,
  taxPct: 0,
});

export const courses: Readonly<Record<string, Course>> = {
  calls: {
    of: call as unknown as Aggregate,
    view: calls,
    begins: [
      ['OfferCall', { direction: 'inbound', queue: 'front' }],
      ['OfferCall', { direction: 'outbound' }],
    ],
    steps: [
      ['QueueCall', { queue: 'billing' }],
      ['DialNumber', { number: '+4930901820', agentId: 'ann' }],
      ['AnswerCall', { agentId: 'ann' }],
      ['HoldCall'],
      ['RetrieveCall'],
      ['TransferCall', { toQueue: 'second', kind: 'blind' }],
      ['TransferCall', { toAgentId: 'bob', kind: 'consult' }],
      ['TransferCall', { toNumber: '+4930901820', kind: 'blind' }],
      ['ConferenceCall', { parties: [{ agentId: 'carol' }] }],
      ['ConferenceCall', { parties: [{ agentId: 'dave' }] }],
      ['MissCall', { reason: 'busy' }],
      ['AbandonCall'],
      ['EndCall', { by: 'caller' }],
    ],
    known: ({ status, call: { queue, agentId, waitSec } }: KnownCall) => ({
      status,
      queue: queue ?? null,
      agentId: agentId ?? null,
      waitSec,
    }),
    statuses: ['abandoned', 'dialled', 'ended', 'held', 'missed', 'offered', 'queued', 'talking'],
  },
  cases: {
    of: serviceCase as unknown as Aggregate,
    view: cases,
    begins: [['OpenCase', { kind: 'complaint', customerId: 'c1', subject: 'Charged twice' }]],
    steps: [
      ['RespondToCase', { summary: 'Looking into it' }],
      ['RecordCustomerReply', { summary: 'Sent the invoices' }],
      ['AcknowledgeComplaint', { by: 'ann' }],
      ['DecideComplaint', { decision: 'upheld', reason: 'It was' }],
      ['ResolveCase', { resolutionCode: 'refunded' }],
      ['ConfirmResolution'],
      ['RejectResolution', { reason: 'The money is not there yet' }],
      ['ReopenCase', { reason: 'Charged again' }],
      ['CloseCase', { reason: 'Done' }],
    ],
    known: ({ status, customerContacts, reopenings }: OpenedCase) => ({ status, customerContacts, reopenings }),
    statuses: ['closed', 'confirmed', 'open', 'resolved', 'responded'],
  },
  customers: {
    of: customer as unknown as Aggregate,
    view: customer360,
    begins: [['RegisterCustomer', { kind: 'business', name: 'Muster GmbH' }]],
    steps: [
      ['ActivateCustomer', { reason: 'Signed' }],
      ['MarkDormant', { idleDays: 180 }],
      ['ReengageCustomer', { trigger: 'Fair' }],
      ['MarkChurned', { reason: 'Price' }],
      ['WinBack', { trigger: 'Offer' }],
      ['ArchiveCustomer', { reason: 'Twice' }],
      ['RestoreCustomer', { reason: 'By mistake' }],
    ],
    known: ({ status: lifecycle, dormant, archived }: RegisteredCustomer) => ({
      standing: { lifecycle, dormant, archived },
    }),
    statuses: ['active', 'archived', 'churned', 'dormant', 'prospect'],
  },
  opportunities: {
    of: opportunity as unknown as Aggregate,
    view: pipelineBoard,
    begins: [['OpenOpportunity', { customerId: 'c1', name: 'Lyon', amount: price }]],
    steps: [
      ['ChangeOpportunityStage', { stageId: 'proposal' }],
      ['WinOpportunity'],
      ['LoseOpportunity', { reason: 'Price' }],
      ['AbandonOpportunity'],
      ['ReopenOpportunity', { reason: 'New budget' }],
    ],
    known: ({ status, stageId }: OpenDeal | ClosedDeal) => ({ status, stageId }),
    statuses: ['abandoned', 'lost', 'open', 'won'],
  },
  orders: {
    of: order as unknown as Aggregate,
    view: orders,
    begins: [['PlaceOrder', { customerId: 'c1', lines: [line('l1', 2), line('l2', 1)] }]],
    steps: [
      ['ConfirmOrder', { erpRef: 'SO-1' }],
      ['ChangeOrder', { lines: [line('l1', 1)] }],
      ['ChangeOrder', { lines: [line('l1', 2)] }],
      ['HoldOrder', { reason: 'stock' }],
      ['ReleaseOrder'],
      ['RecordShipment', { shipmentId: 's1', lines: [{ lineId: 'l1', qty: 1 }] }],
      ['RecordShipment', { shipmentId: 's2', lines: [{ lineId: 'l1', qty: 1 }] }],
      ['RecordDelivery', { shipmentId: 's1' }],
      ['RecordDelivery', { shipmentId: 's2' }],
      ['CompleteOrder'],
      ['CancelOrder', { reason: 'Ordered twice', by: 'customer' }],
    ],
    known: (state: PlacedOrder) => ({
      status: state.status === 'completed' || state.status === 'cancelled' ? state.status : progressOf(state),
      heldFor: state.hold?.reason ?? null,
    }),
    statuses: ['cancelled', 'completed', 'confirmed', 'delivered', 'placed', 'shipped'],
  },
  quotes: {
    of: quote as unknown as Aggregate,
    view: quotes,
    begins: [['DraftQuote', { customerId: 'c1', currency: 'USD', validUntil: '2026-03-08' }]],
    steps: [
      ['AddQuoteLine', { productId: 'p1', qty: 1, unitPrice: price, taxPct: 0 }],
      ['SendQuote', { to: ['p1'] }],
      ['AcceptQuote', { version: 1 }],
      ['RejectQuote', { reason: 'Too dear' }],
      ['ExpireQuote'],
      ['WithdrawQuote'],
      ['ReviseQuote', { validUntil: '2026-03-31' }],
    ],
    known: ({ status, version }: DraftedQuote | SentQuote | EndedQuote) => ({ status, version }),
    statuses: ['accepted', 'draft', 'expired', 'rejected', 'sent', 'withdrawn'],
  },
};
