import { isDeepStrictEqual } from 'node:util';
import type { FastifySchema } from 'fastify';
import { problemKinds, problemSchema, type ProblemName } from './problems.js';

type Node = Readonly<Record<string, unknown>>;
const isObject = (node: unknown): node is Node => typeof node === 'object' && node !== null && !Array.isArray(node);

function mapped(node: Node, of: (value: unknown, key: string) => unknown): Node {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, of(value, key)]));
}

/** Our keywords, which only validation knows, are not for readers of the document. A property may be called `money`. */
const isInternal = ([key, value]: [string, unknown]) => key === 'x-normalise' || (key === 'money' && value === true);
function published(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(published);
  if (!isObject(node)) return node;
  return mapped(Object.fromEntries(Object.entries(node).filter(entry => !isInternal(entry))), published);
}

/** A route's schema as the document shows it. That a write needs `X-Actor` is checked where the header is read. */
export function operationOf(schema: FastifySchema | undefined): FastifySchema {
  const shown = published(schema ?? {}) as FastifySchema;
  const headers = shown.headers as { readonly properties?: Node } | undefined;
  const isWrite = headers?.properties !== undefined && 'X-Actor' in headers.properties;
  return {
    ...shown,
    ...(isWrite && { headers: { ...headers, required: ['X-Actor'] } }),
    response: mapped((shown.response ?? {}) as Node, response => withCorrelation(response as Node)),
  };
}

/** Whatever is answered tells the correlation id. */
function withCorrelation(response: Node): Node {
  const told = { type: 'string', description: 'The one of the request, or a new one.' };
  return { ...response, headers: { ...(response['headers'] as Node | undefined), 'X-Correlation-Id': told } };
}

/** Shapes that stand in many places, by their title. Throws where two different ones have the same title. */
class Shared {
  readonly schemas: Record<string, unknown> = {};

  /** The node with every titled schema in it replaced by a reference; what it is for stays beside the reference. */
  extract(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(one => this.extract(one));
    if (!isObject(node)) return node;
    const inside = mapped(node, (value, key) => (EXAMPLES.has(key) ? value : this.extract(value)));
    const { title, description, ...shape } = inside;
    if (typeof title !== 'string' || !('type' in shape)) return inside;
    if (title in this.schemas && !isDeepStrictEqual(this.schemas[title], shape))
      throw new Error(`two schemas are titled ${title}`);
    this.schemas[title] = shape;
    const reference = { $ref: `#/components/schemas/${title}` };
    return description === undefined ? reference : { ...reference, description };
  }
}
const EXAMPLES = new Set(['example', 'examples']);

/** What may be answered whatever the route. */
const anywhere = (name: ProblemName, when: string) => ({
  description: `\`${name}\`: ${when}. ${problemKinds[name].about}`,
  content: { 'application/problem+json': { schema: problemSchema } },
});

/** The whole document: titled schemas once, under `components`. */
export function documentOf(document: object): object {
  const shared = new Shared();
  const { paths, components, ...head } = document as { readonly paths: unknown; readonly components?: Node };
  const responses = {
    RouteNotFound: anywhere('route-not-found', 'no route is at the address'),
    MethodNotAllowed: anywhere('method-not-allowed', 'the address has routes of other methods only'),
    MisdirectedRequest: anywhere('misdirected-request', 'of any route'),
    CrossSiteRequest: anywhere('cross-site-request', 'of any route that writes'),
  };
  const extracted = shared.extract({ paths, responses }) as Node;
  return {
    ...head,
    paths: extracted['paths'],
    components: { ...components, schemas: shared.schemas, responses: extracted['responses'] },
  };
}
