import { DraftQuote, MirrorCreditNote, MirrorInvoice, OpenCase, PlaceOrder } from '@touchstream/domain';
import type { Step } from './history.js';

/** What gets a number when it is first written down, and how the number begins. */
const series = new Map<Step['type'], string>([
  [DraftQuote, 'Q'],
  [PlaceOrder, 'O'],
  [OpenCase, 'CASE'],
]);

/** Counts anew each year: `Q-2025-0001`. */
class Counter {
  readonly #last = new Map<string, number>();

  next(prefix: string, { body }: Step): string {
    const key = `${prefix}-${(body.occurredAt as string).slice(0, 4)}`;
    const count = (this.#last.get(key) ?? 0) + 1;
    this.#last.set(key, count);
    return `${key}-${`${count}`.padStart(4, '0')}`;
  }
}

/**
 * Gives quotes, orders, cases, invoices and credit notes their numbers, in the order in which they were written. The
 * refs that bills have within their order become these numbers wherever they are named.
 */
export function numbered(steps: readonly Step[]): Step[] {
  const counter = new Counter();
  const bills = new Map<string, string>();
  const billOf = (step: Step, ref: unknown, prefix?: string) => {
    const local = `${step.recordId}/${String(ref)}`;
    if (prefix !== undefined) bills.set(local, counter.next(prefix, step));
    return bills.get(local);
  };
  return steps.map(step => {
    const { type, body } = step;
    const prefix = series.get(type);
    if (prefix !== undefined) return { ...step, body: { number: counter.next(prefix, step), ...body } };
    const { invoiceRef, creditNoteRef } = body;
    if (invoiceRef === undefined) return step;
    const refs = {
      invoiceRef: billOf(step, invoiceRef, type === MirrorInvoice ? 'INV' : undefined),
      ...(type === MirrorCreditNote && { creditNoteRef: billOf(step, creditNoteRef, 'CN') }),
    };
    return { ...step, body: { ...body, ...refs } };
  });
}
