import type {
  CreditShare,
  ForecastCategory,
  Money,
  OpportunityAbandoned,
  opportunityEvents,
  OpportunityLineData,
  OpportunityLost,
  OpportunityWon,
} from '@touchstream/events';
import type { Contact } from '../contact/index.js';
import type { Customer } from '../customer/index.js';
import { ensure, ensureNotBefore, missing, type Aggregate, type CommandMeta } from '../decider/index.js';
import type { Product } from '../product/index.js';
import type { SalesProcess } from '../sales-process/index.js';
import type { opportunityCommands } from './commands.js';

export type DealLine = Readonly<Omit<OpportunityLineData, 'opportunityId'>>;

/** What is known of an opportunity, open or closed. */
export interface Deal {
  readonly name: string;
  readonly customerId: string;
  readonly ownerId: string;
  readonly pipelineId: string;
  readonly pipelineVersion: number;
  readonly openedAt: string;
  /** Where it stands, since when, and the last open stage it stood in. */
  readonly stageId: string;
  readonly stageOrder: number;
  readonly enteredAt: string;
  readonly lastOpenStageId: string;
  readonly rotAfterDays?: number | undefined;
  readonly stalled: boolean;
  /** Percent. */
  readonly probability: number;
  readonly amount: Money;
  readonly expectedCloseDate?: string | undefined;
  readonly forecastCategory: ForecastCategory;
  readonly lines: readonly DealLine[];
  /** By contact: role and influence. */
  readonly stakeholders: ReadonlyMap<string, string>;
  /** By competitor: strength. */
  readonly competitors: ReadonlyMap<string, string>;
  readonly team: readonly string[];
  readonly splits: readonly CreditShare[];
  readonly nextStep?: { readonly text: string; readonly dueAt: string };
  /** The last one. */
  readonly reopening?: { readonly reason: string; readonly stageId: string };
}

export type OpenDeal = Deal & { readonly status: 'open' };
export type ClosedDeal = Deal &
  (
    | ({ readonly status: 'won' } & Readonly<Pick<OpportunityWon, 'orderId' | 'quoteId' | 'reasons'>>)
    | ({ readonly status: 'lost' } & Readonly<Pick<OpportunityLost, 'reason' | 'competitorId' | 'note'>>)
    | ({ readonly status: 'abandoned' } & Readonly<Pick<OpportunityAbandoned, 'reason'>>)
  );
export type Opportunity = { readonly status: 'none' } | OpenDeal | ClosedDeal;

/** What winning looks at of a quote or an order: how it stands, and whose it is. */
type Document = { readonly status: string; readonly customerId?: string; readonly opportunityId?: string | undefined };
export type OpportunityFacts = {
  readonly customer?: Customer;
  readonly process?: SalesProcess;
  readonly product?: Product;
  readonly contact?: Contact;
  readonly quote?: Document;
  readonly order?: Document;
};

export type OpportunityDefinition = Aggregate<
  Opportunity,
  typeof opportunityCommands,
  typeof opportunityEvents,
  OpportunityFacts
>;

/** The opportunity, open or closed. */
export function existing(state: Opportunity, meta: CommandMeta): OpenDeal | ClosedDeal {
  if (state.status === 'none') return missing('unknown-opportunity', 'there is no such opportunity');
  ensureNotBefore(state.openedAt, meta);
  return state;
}

/** The opportunity, if it is open. */
export function open(state: Opportunity, meta: CommandMeta): OpenDeal {
  const deal = existing(state, meta);
  ensure(deal.status === 'open', 'opportunity-closed', `the opportunity is ${deal.status}: reopen it first`);
  return deal;
}
