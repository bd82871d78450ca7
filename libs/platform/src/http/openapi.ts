import { problemKinds, problemSchema, type ProblemName } from './problems.js';

/** The head of an OpenAPI document. */
export interface OpenApiInfo {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
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

const { 'X-Actor': actor, 'X-On-Behalf-Of': principal, 'X-Correlation-Id': correlation } = writeHeaders.properties;

/** Headers that anything else takes that somebody has done: repeated, it is told by itself. */
export const actingHeaders = {
  type: 'object',
  properties: { 'X-Actor': actor, 'X-On-Behalf-Of': principal, 'X-Correlation-Id': correlation },
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

const RETRY_AFTER = { 'Retry-After': header('When to try again, in seconds.') };

const problemResponse = (names: readonly ProblemName[], status: number) => ({
  ...(status === 503 && { headers: RETRY_AFTER }),
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
  return Object.fromEntries([...byStatus].map(([status, list]) => [String(status), problemResponse(list, status)]));
}

const failures: readonly ProblemName[] = ['unavailable', 'internal-error'];
const unreadable: readonly ProblemName[] = ['malformed-request', 'validation-failed'];
const unreadableBody: readonly ProblemName[] = [...unreadable, 'payload-too-large', 'unsupported-media-type'];

/** Of a read that finds any number of records. */
export const listProblems: readonly ProblemName[] = [...unreadable, 'view-behind', ...failures];
/** Of a read of a record that the request names. */
export const oneProblems: readonly ProblemName[] = [...listProblems, 'not-found'];
/** Of a command that makes a record. */
export const createProblems: readonly ProblemName[] = [
  ...unreadableBody,
  'already-exists',
  'stale-revision',
  'rule-violated',
  'idempotency-key-reused',
  'overloaded',
  ...failures,
];
/** Of a command on a record that its address names. */
export const changeProblems: readonly ProblemName[] = [...createProblems, 'not-found'];
/** Of a read of what the server keeps, which waits for no view. */
export const operatorReadProblems: readonly ProblemName[] = [...unreadable, 'not-found', ...failures];
/** Of what an operator has the projector do. */
export const operatorWriteProblems: readonly ProblemName[] = [
  ...unreadableBody,
  'not-found',
  'held-elsewhere',
  ...failures,
];
