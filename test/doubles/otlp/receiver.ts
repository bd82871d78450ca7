import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

type Value = string | number | boolean;

/** A span as OTLP tells it, with its attributes by name. */
export interface ReceivedSpan {
  readonly service: string;
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined for the first span of a trace. */
  readonly parentSpanId?: string;
  /** 2: it failed. */
  readonly status: number;
  readonly attributes: Readonly<Record<string, Value>>;
  readonly links: readonly string[];
}

/** OTLP in JSON, as far as it is looked at: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding. */
interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number | string; readonly boolValue?: boolean };
}
interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly (Pick<ReceivedSpan, 'name' | 'kind' | 'traceId' | 'spanId' | 'parentSpanId'> & {
        readonly status: { readonly code?: number };
        readonly attributes: readonly Attribute[];
        readonly links?: readonly { readonly traceId: string }[];
      })[];
    }[];
  }[];
}

const named = (attributes: readonly Attribute[]): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    attributes.map(({ key, value: { stringValue, intValue, boolValue } }) => [
      key,
      stringValue ?? boolValue ?? Number(intValue),
    ]),
  );

function spansIn({ resourceSpans }: Export): readonly ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ name, kind, traceId, spanId, parentSpanId, status, attributes, links = [] }) => ({
        service: String(named(resource.attributes)['service.name']),
        name,
        kind,
        traceId,
        spanId,
        ...(parentSpanId !== undefined && { parentSpanId }),
        status: status.code ?? 0,
        attributes: named(attributes),
        links: links.map(link => link.traceId),
      })),
    ),
  );
}

/** A receiver of traces by OTLP over HTTP, as a collector is one. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  /** What it was sent, as text: to look for what must not be in it. */
  received = '';
  /** While set, it answers with this status instead of taking spans. */
  refuseWith: number | undefined;
  #asked: (() => void)[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response) => {
      this.#take(request).then(
        status => response.writeHead(status, { 'content-type': 'application/json' }).end('{}'),
        error => response.writeHead(400).end(String(error)),
      );
    });
  }

  static async start(): Promise<OtlpReceiver> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new OtlpReceiver(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Waits until there are such spans; gives them. */
  async whenReceived(condition: (spans: readonly ReceivedSpan[]) => boolean): Promise<readonly ReceivedSpan[]> {
    while (!condition(this.spans)) await new Promise<void>(resolve => this.#asked.push(resolve));
    return this.spans;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  async #take(request: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method !== 'POST' || request.url !== '/v1/traces') return 404;
    if (this.refuseWith !== undefined) return this.refuseWith;
    const text = Buffer.concat(chunks).toString();
    this.received += text;
    this.spans.push(...spansIn(JSON.parse(text) as Export));
    for (const wake of this.#asked.splice(0)) wake();
    return 200;
  }
}
