import { NotAPublicEvent, publicEvent } from '../event/index.js';
import type { Message } from '../inbox/index.js';

/** What stands for a topic: the feed of one installation, in which an event's position is its offset. */
export const HTTP_TOPIC = 'http';

const POSITION = /^\d{1,18}$/;

interface Frame {
  readonly id: bigint;
  readonly data: string;
}

/** The whole frames of a stream of server-sent events, as its pieces arrive. */
export class Frames {
  #rest = '';

  /** The frames that are whole with this piece; comments are left out. */
  take(piece: string): readonly Frame[] {
    const parts = (this.#rest + piece).split('\n\n');
    this.#rest = parts.pop() ?? '';
    return parts.flatMap(part => {
      const fields = new Map(part.split('\n').map(line => line.split(/: ?(.*)/s, 2) as [string, string]));
      const [id, data] = [fields.get('id') ?? '', fields.get('data')];
      return data === undefined || !POSITION.test(id) ? [] : [{ id: BigInt(id), data }];
    });
  }
}

/** As on Kafka: the customer, or the id in the stream's name, which begins with the kind of aggregate. */
function keyOf({ customerid, type = '', subject = '' }: Readonly<Record<string, string>>): string {
  const kind = `${type.split('.')[1] ?? ''}-`;
  return customerid ?? (subject.startsWith(kind) ? subject.slice(kind.length) : subject);
}

/** A frame as a message: the CloudEvent in its JSON form. */
export function messageOfFrame({ id, data }: Frame): Message {
  const place = { topic: HTTP_TOPIC, partition: 0, offset: id };
  try {
    const { data: payload, ...attributes } = JSON.parse(data) as Record<string, string> & { readonly data: unknown };
    const event = publicEvent(attributes, keyOf(attributes), payload);
    return { key: event.key, place, event };
  } catch (error) {
    const unfit = error instanceof NotAPublicEvent ? error.message : 'its data is no JSON object';
    return { key: '', place, unfit };
  }
}
