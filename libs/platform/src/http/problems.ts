import type { FieldError } from '@touchstream/events';

/** A kind of error, as told to callers (RFC 9457). Its `type` is `/problems/<name>`, where it is described. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** When it is given and what a caller can do. */
  readonly about: string;
}

const describe = (status: number, title: string, about: string): ProblemKind => ({ status, title, about });

export const problemKinds = {
  'malformed-request': describe(
    400,
    'The request cannot be read',
    'The body is not JSON, or the request line or a header is broken. Send well-formed JSON in UTF-8.',
  ),
  'validation-failed': describe(
    400,
    'The request is not valid',
    '`errors` names each field that is wrong, by JSON pointer into the body, or by the name of the parameter or header. Nothing was changed.',
  ),
  'cross-site-request': describe(
    403,
    'The page of another site sent it',
    'A server that listens on loopback only takes no writes that a browser sends for the page of another site: by its `Origin` or its `Sec-Fetch-Site`. Nothing was read or changed.',
  ),
  'not-found': describe(
    404,
    'There is no such record',
    'The address names a record that does not exist, or does not exist yet in the view: send `X-Min-Position`.',
  ),
  'route-not-found': describe(404, 'There is no such route', 'See `/docs` for the routes there are.'),
  'method-not-allowed': describe(
    405,
    'The address does not take this method',
    'Other methods are taken there: `Allow` names them. Nothing was changed.',
  ),
  'already-exists': describe(409, 'The value is taken', 'Another record has this value, and only one may have it.'),
  'held-elsewhere': describe(
    409,
    'Another process does this work',
    'Of the processes that share it, one at a time has it in hand; `detail` names it. Ask that one.',
  ),
  'not-foldable': describe(
    409,
    'The history cannot be folded',
    'The view cannot take in one of the events that were asked for; `detail` names it. In the view of the present it is parked. Ask for what was so, or was known, before it.',
  ),
  'stale-revision': describe(
    412,
    'The record has changed',
    'It is not at the revision that `If-Match` names, or others changed it again and again at the same time. Read it again, and decide again.',
  ),
  'payload-too-large': describe(413, 'The body is too large', 'Send less at a time.'),
  'unsupported-media-type': describe(
    415,
    'The media type is not supported',
    'Send `Content-Type: application/json`, and no `Content-Encoding`.',
  ),
  'misdirected-request': describe(
    421,
    'The request is for another host',
    'A server that listens on loopback only answers requests whose `Host` is `localhost`, `127.0.0.1` or `[::1]`. Nothing was read or changed. A proxy on the same machine sets `Host` to the address that it asks.',
  ),
  'rule-violated': describe(
    422,
    'A business rule forbids it',
    '`code` names the rule, `errors` the field it is about. Nothing was changed.',
  ),
  'idempotency-key-reused': describe(
    422,
    'The idempotency key was used before',
    'With another content. Take a new key for a new command.',
  ),
  'view-behind': describe(
    503,
    'The view is not there yet',
    'It has not reached the position that `X-Min-Position` names. Try again after `Retry-After` seconds.',
  ),
  unavailable: describe(
    503,
    'A part of the system cannot be reached',
    'Nothing is known to have been changed. Try again after `Retry-After` seconds, with the same idempotency key. Where it is a store in a file, `code` says what is wrong: `file-held` by another process, `disk-full`, or `disk-failed`.',
  ),
  overloaded: describe(
    503,
    'The server has too much to do',
    'It was not looked at, and nothing was changed. Try again after `Retry-After` seconds, with the same idempotency key.',
  ),
  'internal-error': describe(500, 'Something went wrong here', 'It has been logged under the correlation id.'),
} as const satisfies Readonly<Record<string, ProblemKind>>;
export type ProblemName = keyof typeof problemKinds;

/** One wrong thing: a JSON pointer into the body, or a parameter or a header by name. */
export interface ProblemError {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly header?: string;
  readonly detail: string;
}

/** An error that callers are told of as it is. Its texts never carry personal data. */
export class Problem extends Error {
  /** The media type of an answer that tells of one. */
  static readonly mediaType = 'application/problem+json; charset=utf-8';
  override readonly name = 'Problem';
  constructor(
    readonly kind: ProblemName,
    readonly detail: string,
    readonly more: {
      readonly code?: string;
      readonly errors?: readonly ProblemError[];
      readonly retryAfter?: number;
    } = {},
  ) {
    super(detail);
  }

  get status(): number {
    return problemKinds[this.kind].status;
  }

  /** The answer to the request with this correlation id. */
  body(correlationId: string): string {
    return JSON.stringify(this.told(correlationId));
  }

  /** What is told of it to who sent the request with this correlation id. */
  told(correlationId: string): Record<string, unknown> {
    const { code, errors } = this.more;
    return {
      type: `/problems/${this.kind}`,
      title: problemKinds[this.kind].title,
      status: this.status,
      detail: this.detail,
      code,
      errors,
      correlationId,
    };
  }
}

/** A parameter or a header that is wrong. */
export const invalid = (error: ProblemError): Problem =>
  new Problem(
    'validation-failed',
    `${error.header ?? error.parameter ?? error.pointer ?? 'the request'} ${error.detail}`,
    { errors: [error] },
  );

/** The problem of a body, a query or parameters that fail their schema. */
export function validationProblem(errors: readonly FieldError[], context: string | undefined): Problem {
  const told = errors.map(({ pointer, message }) => {
    if (context === 'body' || context === undefined) return { pointer, detail: message };
    const name = pointer.slice(1);
    return context === 'headers' ? { header: name, detail: message } : { parameter: name, detail: message };
  });
  const first = told[0];
  const name = first === undefined ? '' : (first.pointer ?? first.parameter ?? first.header ?? '');
  return new Problem(
    'validation-failed',
    first === undefined ? 'the request is not valid' : `${name === '' ? 'the body' : name} ${first.detail}`,
    { errors: told },
  );
}

/** The JSON Schema of a problem. */
export const problemSchema = {
  title: 'Problem',
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'correlationId'],
  additionalProperties: false,
  properties: {
    type: { type: 'string', description: 'The kind of problem, described at this address.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: {
      type: 'string',
      description:
        'The business rule, for `rule-violated` and `already-exists`; which record of a command there is not, for `not-found`; what is wrong with a file, for `unavailable`.',
    },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['detail'],
        additionalProperties: false,
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the body.' },
          parameter: { type: 'string' },
          header: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
    correlationId: { type: 'string' },
  },
};
