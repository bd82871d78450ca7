import type { Connection } from './connection.js';
import { Tally, type LoadResult } from './tally.js';
import type { Traffic } from './traffic.js';

/** So many clients, each of which sends its next request when the one before is answered. */
export async function closedLoop(
  clients: readonly Connection[],
  traffic: Traffic,
  { seconds }: { readonly seconds: number },
): Promise<LoadResult> {
  const tally = new Tally();
  const started = performance.now();
  const end = started + seconds * 1000;
  const client = async (connection: Connection) => {
    for (let now = performance.now(); now < end;) {
      const { request, learn } = traffic.next();
      const answer = await connection.send(request);
      const answered = performance.now();
      if (answer.status < 300) learn?.(answer.body);
      tally.count(answer, answered - now);
      now = answered;
    }
  };
  await Promise.all(clients.map(client));
  return tally.result((performance.now() - started) / 1000);
}
