import type { ClosedStatus, ForecastCategory, StakeholderAdded } from '@touchstream/events';
import { NO_REVISION, type OfAggregate } from '../view/index.js';

/**
 * An opportunity as the board shows it. Instants are ISO 8601 in UTC, dates `YYYY-MM-DD`. What was never said is null.
 * Bounded by what an opportunity holds: the lists of people, competitors and lines grow by hand only.
 */
export interface PipelineCard extends OfAggregate {
  readonly opportunityId: string;
  readonly customerId: string | null;
  readonly name: string;
  readonly pipelineId: string;
  /** The version of the sales process it follows. */
  readonly pipelineVersion: number;
  readonly stageId: string;
  readonly stageName: string;
  readonly stageOrder: number;
  readonly status: 'open' | ClosedStatus;
  readonly ownerId: string | null;
  /** ISO 4217; of every amount on the card. */
  readonly currency: string;
  /** What the deal is worth, in minor units. */
  readonly amount: number;
  /** Chance of winning in percent, as overridden or of its stage. */
  readonly probability: number;
  readonly forecastCategory: ForecastCategory;
  readonly expectedCloseDate: string | null;
  readonly openedAt: string | null;
  readonly stageEnteredAt: string | null;
  /** Days in the stage after which it counts as stalled. */
  readonly rotAfterDays: number | null;
  /** From when on it counts as stalled; null where its stage has no limit and nobody has marked it, and once it is closed. */
  readonly stalledAt: string | null;
  readonly nextStep: NextStep | null;
  /** When it was last closed; null while it is open. */
  readonly closedAt: string | null;
  /** Why it was lost or abandoned. */
  readonly lostReason: string | null;
  readonly lostTo: string | null;
  readonly wonReasons: readonly string[];
  /** What it was won for, in minor units. */
  readonly wonAmount: number | null;
  readonly orderId: string | null;
  readonly quoteId: string | null;
  readonly leadSource: string | null;
  readonly leadId: string | null;
  readonly partnerId: string | null;
  readonly competitors: readonly Competitor[];
  readonly stakeholders: readonly Stakeholder[];
  readonly team: readonly string[];
  readonly creditSplit: readonly { readonly userId: string; readonly share: number }[];
  readonly lines: readonly CardLine[];
}

export interface NextStep {
  readonly text: string;
  readonly dueAt: string;
}
export interface Competitor {
  readonly id: string;
  readonly strength: string;
}
export interface Stakeholder {
  /** The contact. */
  readonly id: string;
  readonly role: StakeholderAdded['role'];
  readonly influence: StakeholderAdded['influence'];
}
export interface CardLine {
  readonly id: string;
  readonly productId: string;
  readonly name: string;
  readonly qty: number;
  /** Of one unit, in minor units. */
  readonly price: number;
  /** Percent. */
  readonly discount: number;
  /** In minor units. */
  readonly net: number;
}

export const emptyCard = (opportunityId: string): PipelineCard => ({
  opportunityId,
  customerId: null,
  name: '',
  pipelineId: '',
  pipelineVersion: 0,
  stageId: '',
  stageName: '',
  stageOrder: 0,
  status: 'open',
  ownerId: null,
  currency: '',
  amount: 0,
  probability: 0,
  forecastCategory: 'pipeline',
  expectedCloseDate: null,
  openedAt: null,
  stageEnteredAt: null,
  rotAfterDays: null,
  stalledAt: null,
  nextStep: null,
  closedAt: null,
  lostReason: null,
  lostTo: null,
  wonReasons: [],
  wonAmount: null,
  orderId: null,
  quoteId: null,
  leadSource: null,
  leadId: null,
  partnerId: null,
  competitors: [],
  stakeholders: [],
  team: [],
  creditSplit: [],
  lines: [],
  revision: NO_REVISION,
});
