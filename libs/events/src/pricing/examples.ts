const usd = (amount: string) => ({ amount, currency: 'USD' });

/** A line as the examples of quotes and orders show it. */
export const lineExample = {
  lineId: 'line-1',
  productId: 'gtx-pro',
  sku: 'GTX-PRO',
  name: 'GTX Pro',
  qty: 2,
  listPrice: usd('4821.00'),
  unitPrice: usd('4821.00'),
  discountPct: 10,
  taxPct: 8.25,
  list: usd('9642.00'),
  net: usd('8677.80'),
  tax: usd('715.92'),
};

/** What {@link lineExample} comes to. */
export const totalsExample = {
  list: usd('9642.00'),
  discount: usd('964.20'),
  net: usd('8677.80'),
  tax: usd('715.92'),
  total: usd('9393.72'),
};
