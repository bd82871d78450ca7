import { problemKinds, problemSchema, type ProblemName } from './problems.js';

/** The head of an OpenAPI document. */
export interface OpenApiInfo {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags?: readonly { readonly name: string; readonly description: string }[];
}

const header = (description: string, more: object = {}) => ({ type: 'string', description, ...more });

/** Headers that a write takes. Their form is checked where they are read, so that the schema does not do it twice. */
export const writeHeaders = {
  type: 'object',
  properties: {
    'X-Actor': header(
      'Who acts: an id, or `<kind>:<id>` with kind user, api, integration, system, customer or agent. The id is 1 to 100 of letters, digits and `._~-`; no mail address. Required.',
    ),
    'X-On-Behalf-Of': header(
      'For whom the actor acts, an id likewise: a system (kind api, integration, system) as their tool, anybody else in their place.',
    ),
    'Idempotency-Key': header(
      'Names the command: repeated with the same key it gives the same answer and no second event. A UUIDv7 is best.',
    ),
    'If-Match': header('The ETag the caller has seen; 412 when the record has changed since.'),
    'X-Correlation-Id': header('Ties together what belongs together; in every event, log line and answer.'),
  },
};

/** Headers that a read takes. */
export const readHeaders = {
  type: 'object',
  properties: {
    'X-Min-Position': header('Wait until the view has seen this position, as the answer to a write gave it.'),
    'X-Correlation-Id': header('Ties together what belongs together.'),
  },
};

/** How much of a list a read asks for. */
export const limitParameter = ({ most, otherwise }: { readonly most: number; readonly otherwise: number }) => ({
  type: 'integer',
  minimum: 1,
  maximum: most,
  description: `How many at most; ${otherwise} where it is left out.`,
});

const problemResponse = (names: readonly ProblemName[]) => ({
  description: names.map(name => `\`${name}\`: ${problemKinds[name].about}`).join('\n\n'),
  content: { 'application/problem+json': { schema: problemSchema } },
});

/** Which problems a route may answer with, by status. */
export function problemResponses(names: readonly ProblemName[]): Record<string, unknown> {
  const byStatus = new Map<number, ProblemName[]>();
  for (const name of names) {
    const { status } = problemKinds[name];
    byStatus.set(status, [...(byStatus.get(status) ?? []), name]);
  }
  return Object.fromEntries([...byStatus].map(([status, list]) => [String(status), problemResponse(list)]));
}

export const writeProblems: readonly ProblemName[] = [
  'malformed-request',
  'validation-failed',
  'not-found',
  'already-exists',
  'stale-revision',
  'payload-too-large',
  'unsupported-media-type',
  'rule-violated',
  'idempotency-key-reused',
  'unavailable',
  'overloaded',
  'internal-error',
];
export const readProblems: readonly ProblemName[] = [
  'malformed-request',
  'validation-failed',
  'not-found',
  'view-behind',
  'unavailable',
  'internal-error',
];
