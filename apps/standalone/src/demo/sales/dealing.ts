import {
  AbandonOpportunity,
  AddCompetitor,
  AddOpportunityLine,
  AddStakeholder,
  ChangeOpportunityStage,
  ChangeOpportunityTeam,
  LoseOpportunity,
  MarkOpportunityStalled,
  OpenOpportunity,
  ReopenOpportunity,
  ReviseAmount,
  ReviseCloseDate,
  ReviseProbability,
  SetForecastCategory,
  SetNextStep,
  SplitCredit,
  TransferOpportunity,
  WinOpportunity,
  type CommandClass,
} from '@touchstream/domain';
import type { ForecastCategory } from '@touchstream/events';
import { handOver, staff, systems } from '../company/staff.js';
import type { Account, Want } from '../customers/account.js';
import { date, DAY, instant, MINUTE } from '../plan/calendar.js';
import type { Body } from '../plan/history.js';

export type Stage = 'qualification' | 'needs-analysis' | 'proposal' | 'negotiation';
/** Days in a stage after which a deal counts as stalled, as the default sales process has them. */
const rotAfter: Readonly<Record<Stage, number>> = {
  qualification: 30,
  'needs-analysis': 30,
  proposal: 45,
  negotiation: 30,
};

export const competitors = ['voltaro', 'heatwell', 'sunbridge', 'contoso-energy'] as const;
export type Competitor = (typeof competitors)[number];

export interface Opening {
  readonly at: number;
  readonly name: string;
  readonly wants: readonly Want[];
  readonly leadSource: string;
  readonly partnerId?: string;
}

/** A deal on its way. Its owner is whoever owns the customer: when that changes, the deal is handed over the next morning. */
export class Dealing {
  readonly opportunityId: string;
  /** When it last went on. */
  at: number;
  #owner: string;
  #amount: string;
  #closesAt: number;
  #stage: Stage = 'qualification';

  constructor(
    readonly account: Account,
    readonly opening: Opening,
  ) {
    const { at, name, wants, leadSource, partnerId } = opening;
    const { customerId, history, random } = account;
    this.at = at;
    this.#owner = account.ownerAt(at);
    const amount = account.estimate(wants, at);
    this.#amount = amount.amount;
    this.#closesAt = at + random.int(50, 150) * DAY;
    this.opportunityId = history.create(
      OpenOpportunity,
      { at, by: account.rep(at) },
      {
        customerId,
        name,
        pipelineId: 'default',
        amount,
        expectedCloseDate: date(this.#closesAt),
        ownerId: this.#owner,
        leadSource,
        ...(partnerId && { partnerId }),
      },
    );
    const { contactId } = account.speaker;
    this.#say(AddStakeholder, { contactId, role: 'decider', influence: 'high' });
  }

  /** Lets days pass. */
  wait(least: number, most: number): this {
    const next = this.account.after(this.at, least, most);
    if (this.#owner === handOver.from && next >= handOver.at) this.#transfer(next);
    this.at = next;
    return this;
  }

  to(stage: Stage, evidence: string[] = []): this {
    this.#stage = stage;
    return this.#say(ChangeOpportunityStage, { stageId: stage, evidence });
  }

  next(text: string, days: number): this {
    const dueAt = instant(this.account.after(this.at, days, days + 2));
    return this.#say(SetNextStep, { text, dueAt });
  }

  /** What it is worth by what is wanted now. */
  revalue(reason: string, wants: readonly Want[] = this.opening.wants): this {
    const { net } = this.account.totals(this.account.priced(wants, this.at));
    if (net.amount === this.#amount) return this;
    this.#amount = net.amount;
    return this.#say(ReviseAmount, { amount: net, reason });
  }

  /** Notes the first things wanted as lines. */
  itemise(count: number): this {
    for (const { lineId, productId, qty, unitPrice } of this.account
      .priced(this.opening.wants, this.at)
      .slice(0, count))
      this.#say(AddOpportunityLine, { lineId, productId, qty, price: unitPrice });
    return this;
  }

  postpone(days: number, reason: string): this {
    this.#closesAt += days * DAY;
    return this.#say(ReviseCloseDate, { expectedCloseDate: date(this.#closesAt), reason });
  }
  expect(probability: number, reason: string): this {
    return this.#say(ReviseProbability, { probability, reason });
  }
  forecast(category: ForecastCategory): this {
    return this.#say(SetForecastCategory, { category });
  }
  against(competitorId: Competitor, strength: 'weak' | 'equal' | 'strong'): this {
    return this.#say(AddCompetitor, { competitorId, strength });
  }
  involve(nth: number, role: 'user' | 'buyer' | 'influencer' | 'gatekeeper', influence: 'low' | 'medium' | 'high') {
    const person = this.account.people[nth];
    return person === undefined ? this : this.#say(AddStakeholder, { contactId: person.contactId, role, influence });
  }
  /** A colleague joins, and gets so much of the credit. */
  share(colleague: string, share: number): this {
    const mine = Math.round((1 - share) * 100) / 100;
    this.#say(ChangeOpportunityTeam, { add: [colleague] });
    const splits = [
      { userId: this.#owner, share: mine },
      { userId: colleague, share },
    ];
    return this.#say(SplitCredit, { splits });
  }

  /** Nothing happens for longer than the stage allows, which the system finds some nights later. */
  stall(): this {
    this.wait(rotAfter[this.#stage] + 2, rotAfter[this.#stage] + 9);
    this.account.history.change(
      MarkOpportunityStalled,
      this.opportunityId,
      { at: this.at, by: systems.rules },
      { ruleId: 'stage-rot' },
    );
    return this;
  }

  win({ orderId, quoteId, reasons }: { orderId: string; quoteId?: string; reasons: string[] }): void {
    const amount = this.account.orders.find(one => one.orderId === orderId)!.totals.net;
    this.#say(WinOpportunity, { amount, orderId, ...(quoteId && { quoteId }), reasons });
  }
  lose(reason: string, { competitorId, note }: { competitorId?: Competitor; note?: string } = {}): void {
    this.#say(LoseOpportunity, { reason, ...(competitorId && { competitorId }), ...(note && { note }) });
  }
  abandon(reason: string): void {
    this.#say(AbandonOpportunity, { reason });
  }
  reopen(reason: string, stage: Stage): this {
    this.#stage = stage;
    return this.#say(ReopenOpportunity, { reason, stageId: stage });
  }

  #transfer(before: number): void {
    const { from, to, at } = handOver;
    this.#owner = to;
    const circumstances = { at: Math.max(this.at, Math.min(at + DAY, before)), by: staff.headOfSales };
    this.account.history.change(TransferOpportunity, this.opportunityId, circumstances, {
      ownerId: to,
      reason: `${from} has left the team.`,
    });
  }

  /** Each thing said moves the clock by some minutes. */
  #say<C extends CommandClass>(type: C, body: Body<C>): this {
    const { history, random } = this.account;
    this.at += random.int(1, 9) * MINUTE;
    history.change(type, this.opportunityId, { at: this.at, by: staff.rep(this.#owner) }, body);
    return this;
  }
}
