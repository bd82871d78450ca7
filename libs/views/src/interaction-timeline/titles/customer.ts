import { because, bracketed, fieldsChanged, inWords, type Titles } from './title.js';

export const customerTitles: Titles = {
  'customer.registered': data => `Customer ${data.name} (${data.code}) registered`,
  'customer.profile-changed': data => `Profile changed: ${fieldsChanged(data.changes)}`,
  'customer.field-value-restored': data => `Earlier ${data.field} restored`,
  'customer.address-added': data => `Address added (${data.use}): ${data.address.city}`,
  'customer.address-changed': data => `Address changed (${data.use}): ${data.address.city}`,
  'customer.address-removed': data => `Address removed (${data.use})`,
  'customer.parent-set': data =>
    data.parentId === undefined ? 'Stands alone again' : 'Became part of another customer',
  'customer.classified': data =>
    `Classified: ${[data.segment, data.industry, data.region, data.type].filter(Boolean).join(', ') || 'nothing'}`,
  'customer.tier-changed': data => `Tier went ${data.direction} to ${data.to}${because(data.reason)}`,
  'customer.owner-assigned': data => `Assigned to ${data.to}${because(data.reason)}`,
  'customer.activated': data => `Became an active customer${because(data.reason)}`,
  'customer.became-dormant': data => `Dormant: nothing heard for ${data.idleDays} days`,
  'customer.reengaged': data => `In touch again${because(data.trigger)}`,
  'customer.churned': data => `Customer lost: ${data.reason}`,
  'customer.won-back': data => `Customer won back: ${data.trigger}`,
  'customer.relationship-model-set': data => `Relationship model set to ${data.model}`,
  'customer.archived': data => `Customer archived: ${data.reason}`,
  'customer.restored': data => `Customer restored: ${data.reason}`,
  'customer.commercial-terms-set': data => `Terms set: ${data.paymentTerms.netDays} days net, ${data.currency}`,
  'customer.credit-policy-set': data => `Credit limit set to ${inWords(data.salesLimit)} (grade ${data.grade})`,
  'customer.credit-hold-placed': data => `Credit hold placed: ${data.reason}`,
  'customer.credit-hold-released': data => `Credit hold released: ${data.reason}`,
  'customer.credit-review-recorded': data => `Credit reviewed: ${data.score} by ${data.agency}`,
  'customer.bank-details-changed': () => 'Bank details changed',
  'customer.competitor-presence-recorded': data => `Competitor ${data.competitorId} seen`,
  'customer.assessed': data =>
    `Assessed: attitude ${data.attitude}, potential ${data.potential}, performance ${data.performance}`,
  'portfolio.handed-over': data => `Portfolio handed over from ${data.from} to ${data.to}`,
};

export const contactTitles: Titles = {
  'contact.registered': data => `Contact ${data.name} entered${bracketed(data.jobTitle)}`,
  'contact.details-changed': data => `Contact details changed: ${fieldsChanged(data.changes)}`,
  'contact.linked-to-customer': data => `${data.contact.name} speaks for the customer${bracketed(data.role)}`,
  'contact.unlinked-from-customer': data => `A contact no longer speaks for the customer${bracketed(data.role)}`,
  'contact.departed': data => `A contact left on ${data.at}${bracketed(data.role)}`,
  'contact.channel-added': data => `Contact channel added (${data.type}): ${data.normalised}`,
  'contact.channel-verified': data => `Contact channel verified (${data.type})`,
  'contact.channel-invalidated': data => `Contact channel no longer valid (${data.type}): ${data.reason}`,
  'contact.preference-set': data =>
    data.value === undefined ? `Contact's wish withdrawn: ${data.key}` : `Contact's wish: ${data.key} ${data.value}`,
  'contact.buying-role-set': data => `Contact is ${data.role} in purchases`,
};

export const interactionTitles: Titles = {
  'interaction.logged': data => data.subject,
  'interaction.corrected': data => `Interaction corrected (${fieldsChanged(data.changes)}): ${data.reason}`,
  'interaction.document-attached': data => `Document attached${because(data.name)}`,
  'interaction.cost-to-serve-recorded': data => `Cost to serve (${data.kind}): ${inWords(data.amount)}`,
  'interaction.web-visit-recorded': data => `Visited our pages: ${data.pages[0]?.title ?? data.pages[0]?.url ?? ''}`,
  'interaction.visitor-identified': () => 'A visitor of our pages was recognised',
};
