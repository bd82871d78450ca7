import { because, inWords, type Titles } from './title.js';

export const opportunityTitles: Titles = {
  'opportunity.opened': data => `Opportunity opened: ${data.name} (${inWords(data.amount)})`,
  'opportunity.stage-changed': data => `Opportunity moved ${data.direction} to ${data.toName}`,
  'opportunity.stalled': data => `Opportunity stalled for ${data.days} days`,
  'opportunity.won': data => `Opportunity won (${inWords(data.amount)})`,
  'opportunity.lost': data => `Opportunity lost: ${data.reason}`,
  'opportunity.abandoned': data => `Opportunity abandoned${because(data.reason)}`,
  'opportunity.reopened': data => `Opportunity reopened: ${data.reason}`,
  'opportunity.amount-revised': data => `Amount revised from ${inWords(data.old)} to ${inWords(data.new)}`,
  'opportunity.close-date-revised': data => `Expected to close on ${data.new}${because(data.reason)}`,
  'opportunity.probability-overridden': data => `Probability set from ${data.old} % to ${data.new} %`,
  'opportunity.forecast-category-set': data => `Forecast category set to ${data.to}`,
  'opportunity.line-added': data => `${data.qty} × ${data.name} added to the opportunity`,
  'opportunity.line-changed': data => `${data.name} changed in the opportunity`,
  'opportunity.line-removed': data => `${data.name} removed from the opportunity`,
  'opportunity.stakeholder-added': data => `A contact takes part as ${data.role} (influence ${data.influence})`,
  'opportunity.competitor-added': data => `Competitor ${data.competitorId} in the deal (${data.strength})`,
  'opportunity.team-changed': data =>
    `Team changed: ${[...data.added.map(one => `+${one}`), ...data.removed.map(one => `-${one}`)].join(', ')}`,
  'opportunity.credit-split-set': data => `Credit split among ${data.splits.map(one => one.userId).join(', ')}`,
  'opportunity.next-step-set': data => `Next step: ${data.text}`,
  'opportunity.transferred': data => `Opportunity went from ${data.from} to ${data.to}`,
};

export const quoteTitles: Titles = {
  'quote.drafted': data => `Quote ${data.number} drafted`,
  'quote.line-added': data => `${data.line.qty} × ${data.line.name} added to the quote`,
  'quote.line-changed': data => `${data.line.name} changed in the quote`,
  'quote.line-removed': () => 'A line removed from the quote',
  'quote.discount-applied': data =>
    `Discount on the ${data.scope === 'line' ? 'line' : 'quote'}${because(data.reason)}`,
  'quote.revised': data => `Quote revised to version ${data.toVersion}`,
  'quote.approval-requested': data => `Approval of ${data.depthPct} % discount asked for`,
  'quote.approved': data => `Discount approved by ${data.by}`,
  'quote.approval-rejected': data => `Discount not approved by ${data.by}`,
  'quote.sent': data => `Quote ${data.number} sent (${inWords(data.totals.total)})`,
  'quote.viewed': () => 'Quote looked at',
  'quote.accepted': data => `Quote ${data.number} accepted (${inWords(data.totals.total)})`,
  'quote.rejected': data => `Quote rejected: ${data.reason}`,
  'quote.expired': () => 'Quote expired',
  'quote.withdrawn': data => `Quote withdrawn${because(data.reason)}`,
};

export const orderTitles: Titles = {
  'order.placed': data => `Order ${data.number} placed (${inWords(data.totals.total)})`,
  'order.confirmed': data => `Order confirmed${data.promisedDate === undefined ? '' : ` for ${data.promisedDate}`}`,
  'order.amended': data => `Order amended: ${data.changed.join(', ')}`,
  'order.held': data => `Order held: ${data.reason}`,
  'order.released': () => 'Order released',
  'order.completed': () => 'Order completed',
  'order.cancelled': data => `Order cancelled by the ${data.by}: ${data.reason}`,
  'order.line-shipped': data => `${data.qty} shipped${data.carrier === undefined ? '' : ` with ${data.carrier}`}`,
  'order.delivered': data => (data.allDelivered ? 'Order delivered' : 'A shipment delivered'),
  'order.invoice-mirrored': data => `Invoice ${data.invoiceRef} of ${inWords(data.total)}, due ${data.dueDate}`,
  'order.credit-note-mirrored': data => `Credit note ${data.creditNoteRef} of ${inWords(data.total)}`,
  'order.payment-mirrored': data => `Payment of ${inWords(data.amount)} for invoice ${data.invoiceRef}`,
  'order.payment-overdue': data => `Invoice ${data.invoiceRef} overdue by ${data.days} days (${inWords(data.open)})`,
  'order.margin-recorded': data => `Revenue ${inWords(data.revenue)} and cost ${inWords(data.cost)} recorded`,
};
