import {
  CompetitorAdded,
  CreditSplitSet,
  event,
  NextStepSet,
  OpportunityTeamChanged,
  OpportunityTransferred,
  StakeholderAdded,
  type CreditShare,
} from '@touchstream/events';
import { isDeepStrictEqual } from 'node:util';
import { ensureContact } from '../contact/index.js';
import { ensure } from '../decider/index.js';
import { open, type OpportunityDefinition } from './state.js';

/** A share has at most four decimals: an exact integer of these parts. */
const SHARE_PARTS = 10_000;

function ensureWhole(splits: readonly CreditShare[]): void {
  ensure(
    new Set(splits.map(split => split.userId)).size === splits.length,
    'duplicate-user',
    'each person has one share',
    '/splits',
  );
  ensure(
    splits.reduce((sum, { share }) => sum + Math.round(share * SHARE_PARTS), 0) === SHARE_PARTS,
    'shares-not-whole',
    'the shares must sum to exactly 1',
    '/splits',
  );
}

/** What `AddStakeholder` says of a contact, as it is kept. */
export const partOf = ({ role, influence }: Pick<StakeholderAdded, 'role' | 'influence'>): string =>
  `${role}/${influence}`;

export const peopleDecisions = {
  AddStakeholder({ data, meta }, state, { contact }) {
    if (open(state, meta).stakeholders.get(data.contactId) === partOf(data)) return [];
    ensureContact(contact);
    return [event(StakeholderAdded, { opportunityId: meta.aggregateId, ...data })];
  },
  AddCompetitor({ data, meta }, state) {
    if (open(state, meta).competitors.get(data.competitorId) === data.strength) return [];
    return [event(CompetitorAdded, { opportunityId: meta.aggregateId, ...data })];
  },
  ChangeOpportunityTeam({ data: { add = [], remove = [] }, meta }, state) {
    const { team } = open(state, meta);
    ensure(!add.some(one => remove.includes(one)), 'team-conflict', 'nobody can both join and leave', '/add');
    const added = [...new Set(add)].filter(one => !team.includes(one));
    const removed = [...new Set(remove)].filter(one => team.includes(one));
    if (added.length + removed.length === 0) return [];
    return [event(OpportunityTeamChanged, { opportunityId: meta.aggregateId, added, removed })];
  },
  SplitCredit({ data: { splits }, meta }, state) {
    const deal = open(state, meta);
    ensureWhole(splits);
    if (isDeepStrictEqual(splits, deal.splits)) return [];
    return [event(CreditSplitSet, { opportunityId: meta.aggregateId, splits })];
  },
  SetNextStep({ data: { text, dueAt }, meta }, state) {
    if (isDeepStrictEqual(open(state, meta).nextStep, { text, dueAt })) return [];
    return [event(NextStepSet, { opportunityId: meta.aggregateId, text, dueAt })];
  },
  TransferOpportunity({ data: { ownerId, reason }, meta }, state) {
    const { ownerId: from } = open(state, meta);
    if (ownerId === from) return [];
    return [event(OpportunityTransferred, { opportunityId: meta.aggregateId, from, to: ownerId, reason })];
  },
} satisfies Partial<OpportunityDefinition['decide']>;
