/** A route of the bare server: what it takes and what it stores. */
export interface BareRoute {
  readonly path: string;
  /** What the stream of the record is called after. */
  readonly record: string;
  /** For ajv. */
  readonly schema: object;
  /** The events to store, with the fields that ours have, so that they are as many bytes. */
  readonly rows: (
    id: string,
    body: Readonly<Record<string, unknown>>,
    at: string,
  ) => readonly { readonly type: string; readonly data: object }[];
}

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const id = text(100);
const instant = { type: 'string', minLength: 20, maxLength: 35 };
const amount = {
  type: 'object',
  required: ['amount', 'currency'],
  additionalProperties: false,
  properties: { amount: text(20), currency: { type: 'string', minLength: 3, maxLength: 3 } },
};
const body = (required: readonly string[], properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  required,
  additionalProperties: false,
  properties,
});

const claim = (kind: string, aggregate: string, aggregateId: string) => ({
  type: 'claim.made',
  data: { kind, aggregate, aggregateId },
});

/** The routes of the command mix. */
export const bareRoutes: readonly BareRoute[] = [
  {
    path: '/v1/interactions',
    record: 'interaction',
    schema: body(['customerId', 'channel', 'direction', 'subject'], {
      customerId: id,
      channel: { enum: ['visit', 'phone', 'email'] },
      direction: { enum: ['inbound', 'outbound'] },
      durationMin: { type: 'integer', minimum: 0, maximum: 44_640 },
      subject: text(300),
      summary: text(10_000),
    }),
    rows: (interactionId, data, startedAt) => [
      {
        type: 'interaction.logged',
        data: { interactionId, ...data, contactIds: [], ownerId: 'bench', startedAt, relatedTo: [], concessions: [] },
      },
    ],
  },
  {
    path: '/v1/opportunities/:id/next-step',
    record: 'opportunity',
    schema: body(['text', 'dueAt'], { text: text(500), dueAt: instant }),
    rows: (opportunityId, data) => [{ type: 'opportunity.next-step-set', data: { opportunityId, ...data } }],
  },
  {
    path: '/v1/cases/:id/notes',
    record: 'case',
    schema: body(['visibility', 'text'], { visibility: { enum: ['internal', 'public'] }, text: text(10_000) }),
    rows: (caseId, data) => [{ type: 'case.note-added', data: { caseId, ...data } }],
  },
  {
    path: '/v1/opportunities/:id/amount',
    record: 'opportunity',
    schema: body(['amount'], { amount, reason: text(500) }),
    rows: (opportunityId, data) => [
      {
        type: 'opportunity.amount-revised',
        data: { opportunityId, old: data['amount'], new: data['amount'], reason: data['reason'] },
      },
    ],
  },
  {
    path: '/v1/customers',
    record: 'customer',
    schema: body(['kind', 'name'], {
      kind: { enum: ['business', 'person', 'household', 'partner'] },
      name: text(200),
      country: text(2),
      industry: text(100),
      email: text(254),
      ownerId: id,
    }),
    rows: (customerId, { ownerId, ...data }, registeredAt) => [
      claim('customer-code', 'customer', customerId),
      {
        type: 'customer.registered',
        data: { customerId, code: 'C-6BWE39K6A0', ...data, phones: [], externalRefs: [], registeredAt },
      },
      { type: 'customer.owner-assigned', data: { customerId, to: ownerId } },
    ],
  },
  {
    path: '/v1/opportunities',
    record: 'opportunity',
    schema: body(['customerId', 'name'], {
      customerId: id,
      name: text(200),
      amount,
      expectedCloseDate: text(10),
      ownerId: id,
    }),
    rows: (opportunityId, data, openedAt) => [
      {
        type: 'opportunity.opened',
        data: {
          ...data,
          opportunityId,
          pipelineId: 'default',
          pipelineVersion: 1,
          stageId: 'qualification',
          stageName: 'Qualification',
          stageOrder: 1,
          probability: 10,
          rotAfterDays: 30,
          forecastCategory: 'pipeline',
          openedAt,
        },
      },
    ],
  },
  {
    path: '/v1/cases',
    record: 'case',
    schema: body(['kind', 'subject'], {
      kind: { enum: ['question', 'incident', 'request', 'complaint', 'internal'] },
      customerId: id,
      subject: text(300),
      severity: { enum: ['low', 'medium', 'high'] },
      priority: { enum: ['low', 'normal', 'high'] },
    }),
    rows: (caseId, data, openedAt) => [
      claim('case-number', 'case', caseId),
      { type: 'case.opened', data: { ...data, caseId, number: 'CASE-HT7NBZF-ZKTBE2Q', openedAt } },
    ],
  },
];
