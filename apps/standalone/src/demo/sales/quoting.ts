import {
  AcceptQuote,
  AddQuoteLine,
  ApplyDiscount,
  ApproveDiscount,
  ChangeQuoteLine,
  DraftQuote,
  ExpireQuote,
  RecordQuoteView,
  RejectDiscount,
  RejectQuote,
  RequestQuoteApproval,
  ReviseQuote,
  SendQuote,
  spread,
  WithdrawQuote,
  type CommandClass,
  type Line,
} from '@touchstream/domain';
import type { Actor } from '@touchstream/events';
import { priceBookId } from '../company/price-books.js';
import { staff, systems } from '../company/staff.js';
import type { Account, Want } from '../customers/account.js';
import { date, DAY, HOUR, MINUTE } from '../plan/calendar.js';
import type { Body, Circumstances } from '../plan/history.js';

/** What is quoted, and for which deal. */
export interface Quoted {
  readonly at: number;
  readonly opportunityId: string;
  readonly name: string;
  readonly wants: readonly Want[];
}

const VALID_DAYS = 45;

/** A quote on its way from draft to answer. It counts versions and changes of content as the domain does. */
export class Quoting {
  readonly quoteId: string;
  readonly #draftedAt: number;
  #wants: readonly Want[];
  #version = 1;
  #contentRevision = 0;
  #discountPct = 0;
  #validUntil: number;

  constructor(
    private readonly account: Account,
    { at, opportunityId, name, wants }: Quoted,
  ) {
    const { currency, customerId, history } = account;
    this.#draftedAt = at;
    this.#validUntil = at + VALID_DAYS * DAY;
    this.#wants = wants.map(({ sku, qty }) => ({ sku, qty }));
    const draft = {
      customerId,
      opportunityId,
      name,
      priceBookId: priceBookId(currency),
      validUntil: date(this.#validUntil),
      terms: 'Delivery within six weeks of the order. Installation beyond the days named is charged by the hour.',
      ownerId: account.ownerAt(at),
    };
    this.quoteId = history.create(DraftQuote, { at, by: account.rep(at) }, draft);
    account.priced(wants, at).forEach(({ lineId, productId, qty, taxPct }, nth) => {
      this.#edit(AddQuoteLine, at + (nth + 1) * MINUTE, { lineId, productId, qty, taxPct });
    });
  }

  /** As they are offered: the order will have them so. */
  get lines(): Line[] {
    const discount = this.#discountPct === 0 ? undefined : { pct: this.#discountPct };
    return spread(this.account.currency, this.account.priced(this.#wants, this.#draftedAt), discount);
  }

  /** Percent off the line, or off the whole where none is named. */
  discount(at: number, pct: number, { line, reason }: { line?: number; reason: string }): void {
    this.#edit(ApplyDiscount, at, { ...(line && { lineId: `line-${line}` }), pct, reason });
    if (line === undefined) this.#discountPct = pct;
    else this.#reword(line, { discountPct: pct });
  }

  changeQty(at: number, line: number, qty: number): void {
    this.#edit(ChangeQuoteLine, at, { lineId: `line-${line}`, qty });
    this.#reword(line, { qty });
  }

  /** A discount over the limit is asked for, and decided by the head of sales within hours. Gives when. */
  askApproval(at: number, { approved, note }: { approved: boolean; note: string }): number {
    const { random } = this.account;
    const head = staff.headOfSales;
    this.#rep(RequestQuoteApproval, at, { approvers: [head.id], note: 'The competitor is below list already.' });
    const decidedAt = at + random.int(20, 200) * MINUTE;
    const decision = { contentRevision: this.#contentRevision, note };
    if (approved) this.#say(ApproveDiscount, { at: decidedAt, by: head }, decision);
    else this.#say(RejectDiscount, { at: decidedAt, by: head }, decision);
    return decidedAt + 10 * MINUTE;
  }

  send(at: number): void {
    const { random, speaker } = this.account;
    const documentHash = random.digits('doc-##########');
    const circumstances = { at, by: this.account.rep(at), channel: 'email' } as const;
    this.#say(SendQuote, circumstances, { to: [speaker.contactId], documentHash });
    if (random.chance(0.6)) this.#say(RecordQuoteView, this.#customer(at + random.int(1, 30) * HOUR), this.#byThem());
  }

  /** Opens the next version, valid for another while. */
  revise(at: number, reason: string): void {
    this.#validUntil = at + VALID_DAYS * DAY;
    this.#edit(ReviseQuote, at, { validUntil: date(this.#validUntil), reason });
    this.#version += 1;
  }

  accept(at: number): void {
    const { random, speaker } = this.account;
    const signatureRef = random.digits('sign-######');
    this.#say(AcceptQuote, this.#customer(at), {
      version: this.#version,
      ...this.#byThem(),
      signedBy: speaker.name,
      signatureRef,
    });
  }

  reject(at: number, reason: string): void {
    this.#rep(RejectQuote, at, { reason });
  }

  /** The night after its last day. Gives when. */
  expire(): number {
    const at = Date.parse(date(this.#validUntil)) + DAY + 2 * HOUR;
    this.#say(ExpireQuote, { at, by: systems.rules }, {});
    return at;
  }

  withdraw(at: number, reason: string): void {
    this.#rep(WithdrawQuote, at, { reason });
  }

  /** Whether it can be accepted on that day. */
  isValid(at: number): boolean {
    return date(at) <= date(this.#validUntil);
  }

  #reword(line: number, change: Partial<Want>): void {
    this.#wants = this.#wants.map((want, nth) => (nth === line - 1 ? { ...want, ...change } : want));
  }
  #byThem() {
    return { by: this.account.speaker.contactId };
  }
  #customer(at: number): Circumstances {
    return { at, by: systems.portal(this.account.speaker.contactId), channel: 'portal' };
  }
  #edit<C extends CommandClass>(type: C, at: number, body: Body<C>): void {
    this.#contentRevision += 1;
    this.#rep(type, at, body);
  }
  #rep<C extends CommandClass>(type: C, at: number, body: Body<C>): void {
    const by: Actor = this.account.rep(at);
    this.#say(type, { at, by }, body);
  }
  #say<C extends CommandClass>(type: C, circumstances: Circumstances, body: Body<C>): void {
    this.account.history.change(type, this.quoteId, circumstances, body);
  }
}
