import type { CallDigest, CaseDigest, ForecastCategory } from '@touchstream/events';
import type { Amount } from '../money/index.js';
import type { OrderStatus } from '../orders/index.js';
import type { OrderCourse } from '../orders/progress.js';
import type { NextStep } from '../pipeline-board/index.js';

export interface OpenOpportunity extends Amount {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly pipelineId: string;
  readonly stageId: string;
  readonly stageName: string;
  /** Percent. */
  readonly probability: number;
  readonly forecastCategory: ForecastCategory;
  readonly expectedCloseDate: string | null;
  readonly openedAt: string;
  readonly stageEnteredAt: string;
  /** From when on it counts as stalled; null where its stage has no limit and nobody has marked it. */
  readonly stalledAt: string | null;
  readonly nextStep: Readonly<NextStep> | null;
}

/** `minor`: its total, tax included. */
export interface OpenQuote extends Amount {
  readonly id: string;
  readonly number: string;
  readonly name: string | null;
  readonly ownerId: string;
  readonly opportunityId: string | null;
  readonly status: 'draft' | 'sent';
  readonly version: number;
  /** In minor units. */
  readonly net: number;
  readonly validUntil: string;
  readonly approvalPending: boolean;
}

/** An order that is neither completed nor cancelled. `minor`: its total, tax included. */
export interface OpenOrder extends Amount {
  readonly id: string;
  readonly number: string;
  readonly status: OrderStatus;
  /** What the status follows from. */
  readonly course: OrderCourse;
  readonly held: boolean;
  readonly placedAt: string;
  /** In minor units. */
  readonly net: number;
  readonly promisedDate: string | null;
}

/** `minor`: what is left to pay. It is overdue on every day after `dueDate`. */
export interface OpenInvoice extends Amount {
  /** `<order id>/<invoice reference>` */
  readonly id: string;
  readonly orderId: string;
  readonly invoiceRef: string;
  /** In minor units. */
  readonly total: number;
  readonly issuedAt: string;
  readonly dueDate: string;
}

/** A case or complaint that is not yet confirmed or closed. */
export interface OpenCase extends Readonly<Omit<CaseDigest, 'ownerId' | 'teamId'>> {
  readonly id: string;
  /** Whether somebody has answered: a case that is taken up again has its status from that. */
  readonly answered: boolean;
  readonly ownerId: string | null;
  readonly teamId: string | null;
}

export interface RecentCall {
  readonly id: string;
  readonly direction: CallDigest['direction'];
  readonly status: CallDigest['status'];
  readonly startedAt: string;
  readonly agentId: string | null;
  readonly contactId: string | null;
  readonly talkSec: number;
  readonly disposition: string | null;
}
