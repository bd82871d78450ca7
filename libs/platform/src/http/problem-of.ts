import { describeErrors, UndecodableEvent } from '@touchstream/events';
import { Refusal } from '@touchstream/domain';
import { EventBusUnavailable } from '@touchstream/event-bus';
import { EventStoreFenced, EventStoreUnavailable, type FileTrouble } from '@touchstream/event-store';
import { InvalidCursor, ViewStoreUnavailable } from '@touchstream/view-store';
import { invalid, Problem, validationProblem, type ProblemName } from './problems.js';

type FastifyFault = Error & {
  code?: string;
  statusCode?: number;
  getStatus?: () => number;
  validation?: unknown[];
  validationContext?: string;
};
type Translate = (error: never) => Problem;

const REFUSALS: Readonly<Record<Refusal['kind'], ProblemName>> = {
  rule: 'rule-violated',
  missing: 'not-found',
  exists: 'already-exists',
};

function ofRefusal({ kind, code, message, field }: Refusal): Problem {
  // A record that the body names and that is not there is a fault of the body; one in the address is not found.
  const name = kind === 'missing' && field !== undefined ? 'rule-violated' : REFUSALS[kind];
  return new Problem(name, message, {
    code,
    ...(field === undefined ? {} : { errors: [{ pointer: field, detail: message }] }),
  });
}

/** A file that is held is let go in a moment; a disk is for somebody to mend. In seconds. */
const FILE_TROUBLES: Readonly<Record<FileTrouble, { readonly detail: string; readonly retryAfter: number }>> = {
  'file-held': { detail: 'another process holds a file of a store', retryAfter: 1 },
  'disk-full': { detail: 'the disk of a store is full', retryAfter: 30 },
  'disk-failed': { detail: 'the disk of a store failed', retryAfter: 30 },
};

function unavailable({ trouble }: { readonly trouble?: FileTrouble | undefined }): Problem {
  if (trouble === undefined)
    return new Problem('unavailable', 'a store cannot be reached or cannot answer', { retryAfter: 1 });
  const { detail, retryAfter } = FILE_TROUBLES[trouble];
  return new Problem('unavailable', detail, { code: trouble, retryAfter });
}

/** During an upgrade a newer process may have written what this one cannot read: who tries again may meet the newer one. */
const ofUndecodable = ({ isNewer }: UndecodableEvent): Problem =>
  isNewer
    ? new Problem('unavailable', 'a newer version of this program has written to the record', { retryAfter: 1 })
    : internal();

const byClass: readonly (readonly [abstract new (...args: never[]) => Error, Translate])[] = [
  [Problem, (error: Problem) => error],
  [Refusal, ofRefusal],
  [EventStoreUnavailable, unavailable],
  [EventStoreFenced, unavailable],
  [ViewStoreUnavailable, unavailable],
  [EventBusUnavailable, unavailable],
  [UndecodableEvent, ofUndecodable],
  [InvalidCursor, () => invalid({ parameter: 'after', detail: 'is not a cursor of this query' })],
];

const notFound = () => new Problem('route-not-found', 'there is no such route');

const byCode: Readonly<Record<string, () => Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new Problem('payload-too-large', 'the body is larger than this server takes'),
  FST_REQ_FILE_TOO_LARGE: () => new Problem('payload-too-large', 'a file is larger than this server takes'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new Problem('unsupported-media-type', 'the content type is not supported'),
  FST_ERR_BAD_URL: () => new Problem('malformed-request', 'the address is not well-formed: it cannot be decoded'),
  FST_ERR_MAX_PARAM_LENGTH: () => new Problem('malformed-request', 'a part of the address is longer than any id'),
  FST_ERR_NOT_FOUND: notFound,
};

const byStatus: Readonly<Record<number, () => Problem>> = {
  403: notFound,
  404: notFound,
  413: () => new Problem('payload-too-large', 'the body is larger than this server takes'),
  415: () => new Problem('unsupported-media-type', 'the content type is not supported'),
};

/** What libraries refuse for another reason, as for a range that a file does not have, is the caller's fault all the same. */
const otherwise = (status: number) => (status >= 400 && status < 500 ? malformed : internal);
const malformed = () => new Problem('malformed-request', 'the request cannot be read');

/** Other libraries' errors that callers are told of, by class; each app adds its own. */
export type ProblemTranslations = typeof byClass;

/** What a caller is told of an error. Whatever is not known becomes `internal-error`, with nothing of its text. */
export function problemOf(error: unknown, translations: ProblemTranslations = []): Problem {
  const known = [...translations, ...byClass].find(([type]) => error instanceof type);
  if (known !== undefined) return known[1](error as never);
  if (error instanceof Error) return ofFramework(error);
  return internal();
}

const internal = () => new Problem('internal-error', 'the request could not be answered');

/** Fastify's errors have `statusCode`, Nest's exceptions `getStatus`. */
function ofFramework(fault: FastifyFault): Problem {
  if (fault.validation !== undefined)
    return validationProblem(describeErrors(fault.validation as never), fault.validationContext);
  const status = fault.statusCode ?? fault.getStatus?.() ?? 500;
  return (byCode[fault.code ?? ''] ?? byStatus[status] ?? otherwise(status))();
}
