import { connect } from '@touchstream/sqlite-file';
import { carryOut } from '@touchstream/writer-thread';
import { lastOf, LOG } from './log-file.js';
import type { MessageRows } from './log-writer.js';

/** The thread of a `LogWriter`: commits what it is given, in order. */
carryOut<string, MessageRows, number>(file => {
  const db = connect(file, false, LOG);
  const last = lastOf(db);
  const insert = db.prepare(`
    INSERT INTO messages (offset, position, topic, type, customer, key, id, headers, value)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const append = db.transaction(({ rows, values }: MessageRows) => {
    const published = last();
    let { offset } = published;
    let end = 0;
    let count = 0;
    for (const [position, topic, type, customer, key, id, headers, length] of rows) {
      const value = values.subarray(end, (end += length));
      if (position <= published.position) continue;
      offset += 1n;
      count += 1;
      insert.run(offset, position, topic, type, customer, key, id, headers, value);
    }
    return count;
  });
  return messages => append.immediate(messages);
});
