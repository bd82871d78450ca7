/** Parts that the examples of an opportunity's events share. */
export const opportunityId = '0197f000-0000-7000-8000-00000000000a';
export const usd = (amount: string) => ({ amount, currency: 'USD' });

const deal = { opportunityId, ownerId: 'ann', pipelineId: 'default', pipelineVersion: 1 };

export const entryExample = {
  ...deal,
  from: 'qualification',
  fromOrder: 1,
  fromProbability: 10,
  to: 'proposal',
  toName: 'Proposal',
  toOrder: 3,
  probability: 50,
  rotAfterDays: 14,
  enteredAt: '2026-03-01T10:00:00.000Z',
  amount: usd('54000.00'),
};

export const closingExample = {
  ...deal,
  from: 'proposal',
  fromOrder: 3,
  fromProbability: 50,
  enteredAt: '2026-04-01T10:00:00.000Z',
  oldAmount: usd('54000.00'),
  openedAt: '2026-02-01T10:00:00.000Z',
};

export const headExample = {
  name: '10 GTX Pro for the Lyon plant',
  openedAt: '2026-02-01T10:00:00.000Z',
  expectedCloseDate: '2026-06-30',
  forecastCategory: 'pipeline',
};

export const lineExample = {
  opportunityId,
  lineId: 'line-1',
  productId: 'gtx-pro',
  name: 'GTX Pro',
  qty: 10,
  price: usd('4821.00'),
  discount: 5,
  net: usd('45799.50'),
};
