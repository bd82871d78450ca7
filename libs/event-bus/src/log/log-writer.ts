import { WriterThread } from '@touchstream/writer-thread';
import { EventBusUnavailable, type BusMessage } from '../event-bus.js';

/** A message as its row, but for the offset; of the value the length. */
export type MessageRow = readonly [
  position: bigint,
  topic: string,
  type: string,
  customer: string | null,
  key: string,
  id: string,
  headers: string,
  length: number,
];

/** What one commit is to add. It is handed over. */
export interface MessageRows {
  readonly rows: readonly MessageRow[];
  /** The values, one after the other. */
  readonly values: Uint8Array<ArrayBuffer>;
}

const rowOf = ({ position, topic, key, id, headers, value }: BusMessage): MessageRow => {
  const { ce_type: type = '', ce_customerid: customer = null } = headers;
  return [position, topic, type, customer, key, id, JSON.stringify(headers), value.length];
};

/** The one that writes to the log's file, in a thread of its own: each commit waits for the disk. */
export class LogWriter {
  readonly #thread: WriterThread<MessageRows, number>;

  constructor(file: string, folder: string) {
    this.#thread = new WriterThread({
      module: new URL('../../dist/log/log-writer-thread.js', import.meta.url),
      data: file,
      ended: reason => new EventBusUnavailable(`${folder}: the thread that writes failed: ${reason}`),
    });
  }

  /** Appends the messages whose position is above the last one's in one durable commit; gives how many these were. */
  append(messages: readonly BusMessage[]): Promise<number> {
    const values = new Uint8Array(messages.reduce((sum, { value }) => sum + value.length, 0));
    let end = 0;
    for (const { value } of messages) {
      values.set(value, end);
      end += value.length;
    }
    return this.#thread.ask({ rows: messages.map(rowOf), values }, [values.buffer]);
  }

  /** Closes the file when what is under way has been written. */
  close(): Promise<void> {
    return this.#thread.close();
  }
}
