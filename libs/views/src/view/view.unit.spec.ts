import { describe, expect, it } from '@jest/globals';
import { OrderHeld, OrderPlaced, OrderReleased } from '@touchstream/events';
import { example, foldEveryWay, historyOf } from '../testing/index.js';
import { fold } from './fold.js';
import { inTurn } from './in-turn.js';
import { keyedBy } from './keyed-by.js';
import { typesOf, view, type View } from './view.js';

interface Counted {
  readonly seen: number;
  readonly twice: boolean;
}
const counting = view<Counted>({
  name: 'counting',
  version: 1,
  keys: keyedBy('orderId'),
  initial: () => ({ seen: 0, twice: false }),
  on: inTurn<Counted>(
    { 'order.placed': doc => ({ ...doc, seen: doc.seen + 1 }), 'order.held': () => null },
    { 'order.placed': doc => ({ ...doc, twice: doc.seen > 1 }), 'order.held': doc => doc },
  ),
  index: () => ({}),
  indexes: [],
});
const placed = example(OrderPlaced, { orderId: 'o1' });
const history = historyOf([placed, example(OrderReleased, { orderId: 'o1' }), placed]);

describe('the fold of a view', () => {
  it('joins the events of a key, and passes over what the view does not look at', () => {
    expect(typesOf(counting)).toEqual(['order.placed', 'order.held']);
    expect([...fold(counting, history)]).toEqual([['o1', { position: 2n, doc: { seen: 2, twice: true } }]]);
  });

  it('skips what is not newer than the document', () => {
    const once = fold(counting, history);
    expect(fold(counting, history, once)).toEqual(once);
    expect(fold(counting, history.slice(2), fold(counting, history.slice(0, 2)))).toEqual(once);
  });

  it('is at the last event that changed a document, as the store has it', () => {
    const once = { ...counting, on: { 'order.placed': (doc: Counted) => (doc.seen > 0 ? doc : { ...doc, seen: 1 }) } };
    expect(fold(once, history).get('o1')).toEqual({ position: 0n, doc: { seen: 1, twice: false } });
    const nothing = { ...counting, on: { 'order.placed': () => null } };
    expect([...fold(nothing, history)]).toEqual([]);
  });

  it('removes a document, and begins anew after that', () => {
    const removed = historyOf([placed, example(OrderHeld, { orderId: 'o1' })]);
    expect(fold(counting, removed).get('o1')).toEqual({ position: 1n, doc: null });
    const again = historyOf([placed, example(OrderHeld, { orderId: 'o1' }), placed]);
    expect(fold(counting, again).get('o1')?.doc).toEqual({ seen: 1, twice: false });
  });
});

describe('the proof of a view', () => {
  const broken = (on: View<Counted>['on'], more: Partial<View<Counted>> = {}) => ({ ...counting, on, ...more });

  it('finds a fold that changes what it is given', () => {
    const mutating = broken({ 'order.placed': doc => Object.assign(doc, { seen: doc.seen + 1 }) });
    expect(() => foldEveryWay(mutating, history)).toThrow(TypeError);
  });

  it('finds a document that is not plain JSON', () => {
    const dated = broken({ 'order.placed': doc => ({ ...doc, at: new Date(0) }) });
    expect(() => foldEveryWay(dated, history)).toThrow();
    const unset = broken({ 'order.placed': doc => ({ ...doc, at: undefined }) });
    expect(() => foldEveryWay(unset, history)).toThrow();
  });

  it('finds an index on what no document says, and a sum that is not whole', () => {
    const undeclared = broken(counting.on, { indexes: [{ name: 'by-seen', fields: ['seen'] }] });
    expect(() => foldEveryWay(undeclared, history)).toThrow();
    const fraction = broken(counting.on, { index: () => ({ fields: { seen: 0.5 } }) });
    expect(() => foldEveryWay(fraction, history)).toThrow();
    const nameless = broken(counting.on, { index: () => ({ text: [''] }) });
    expect(() => foldEveryWay(nameless, history)).toThrow();
  });
});
