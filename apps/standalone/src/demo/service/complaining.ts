import {
  AcceptRedress,
  AcknowledgeComplaint,
  CompleteCorrectiveAction,
  DecideComplaint,
  InvestigateComplaint,
  OfferRedress,
  PlanCorrectiveAction,
  ReferComplaint,
  RefuseRedress,
} from '@touchstream/domain';
import type { Channel, Money, RedressKind } from '@touchstream/events';
import { staff } from '../company/staff.js';
import type { Account } from '../customers/account.js';
import { DAY, instant } from '../plan/calendar.js';
import { Casework } from './casework.js';

/** What a complaint is about, and what is found. */
export interface Grievance {
  readonly subject: string;
  readonly description: string;
  readonly category: string;
  readonly findings: string;
  readonly rootCause: string;
  readonly unit: string;
  /** What is done so that it does not happen again. */
  readonly action: string;
}

/** A complaint on its way: first acknowledged, then looked into, then decided. */
export class Complaint {
  readonly work: Casework;

  constructor(account: Account, at: number, grievance: Grievance, more: { channel: Channel; orderId?: string }) {
    const { subject, description, category } = grievance;
    const { channel, orderId } = more;
    const matter = { kind: 'complaint', subject, description, category, severity: 'high', priority: 'high' } as const;
    const acknowledgementDueAt = instant(at + 3 * DAY);
    this.work = new Casework(account, at, { ...matter, acknowledgementDueAt, ...(orderId && { orderId }) }, channel);
  }

  acknowledge(): this {
    this.work.say(AcknowledgeComplaint, { decisionDueAt: instant(this.work.at + 20 * DAY) });
    return this;
  }
  investigate({ findings, rootCause, unit }: Grievance): this {
    this.work.wait(2, 6).say(InvestigateComplaint, { findings, rootCause, responsibleUnit: unit });
    return this;
  }
  offer(kind: RedressKind, value?: Money, description?: string): this {
    this.work.wait(0.5, 2).say(OfferRedress, { kind, ...(value && { value }), ...(description && { description }) });
    return this;
  }
  accepted(): this {
    this.work.wait(1, 4).say(AcceptRedress, {});
    return this;
  }
  refused(reason: string): this {
    this.work.wait(1, 4).say(RefuseRedress, { reason });
    return this;
  }
  decide(decision: 'upheld' | 'not-upheld', reason: string): this {
    this.work.say(DecideComplaint, { decision, reason }, staff.headOfService);
    return this;
  }
  /** Plans what is to be done, and does it some weeks later. */
  correct(action: string, outcome?: string): this {
    const { work } = this;
    const planned = { actionId: 'action-1', action, ownerId: 'priya', dueAt: instant(work.at + 40 * DAY) };
    work.say(PlanCorrectiveAction, planned, staff.headOfService);
    if (outcome === undefined) return this;
    const circumstances = { at: work.account.after(work.at, 12, 36), by: staff.productManager };
    work.account.history.change(CompleteCorrectiveAction, work.caseId, circumstances, {
      actionId: 'action-1',
      outcome,
    });
    return this;
  }
  /** The complainant turns to a body outside. */
  refer(body: string, ref: string): this {
    this.work.wait(5, 12).say(ReferComplaint, { body, ref });
    return this;
  }
  /** Ends the case; the customer agrees. */
  settle(resolutionCode: string): this {
    this.work.resolve(resolutionCode).wait(1, 3).confirm().wait(6, 9).close();
    return this;
  }
}
