import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from './connection.js';
import { Tally, type LoadResult } from './tally.js';
import type { Traffic } from './traffic.js';

/** Milliseconds between two looks at the clock. */
const TICK = 1;

/** What has become due and waits for a connection, oldest first. */
class Due {
  #times: number[] = [];
  #taken = 0;

  add(time: number): void {
    this.#times.push(time);
  }
  take(): number | undefined {
    const time = this.#times[this.#taken];
    if (time === undefined) {
      this.#times = [];
      this.#taken = 0;
    } else this.#taken += 1;
    return time;
  }
}

/**
 * Requests that become due at a rate, whatever becomes of those before them, as the requests of many independent people
 * do. A request waits where all connections are busy, and its time runs from when it was due: a server that stalls is
 * charged for all who come meanwhile.
 */
export async function openLoop(
  connections: readonly Connection[],
  traffic: Traffic,
  { seconds, rate }: { readonly seconds: number; readonly rate: number },
): Promise<LoadResult> {
  const tally = new Tally();
  const idle = [...connections];
  const due = new Due();
  const busy = new Set<Promise<void>>();
  const started = performance.now();

  const serve = async (connection: Connection, since: number): Promise<void> => {
    for (let at: number | undefined = since; at !== undefined; at = due.take()) {
      const { request, learn } = traffic.next();
      const answer = await connection.send(request);
      tally.count(answer, performance.now() - at);
      if (answer.status < 300) learn?.(answer.body);
    }
    idle.push(connection);
  };
  const arrive = (at: number) => {
    const connection = idle.pop();
    if (connection === undefined) return due.add(at);
    const serving = serve(connection, at);
    busy.add(serving);
    // A failure is met where all that is under way is waited for.
    serving.then(
      () => busy.delete(serving),
      () => undefined,
    );
  };

  const total = Math.round(rate * seconds);
  for (let made = 0; made < total; await pause(TICK)) {
    const elapsed = (performance.now() - started) / 1000;
    for (const now = Math.min(total, Math.ceil(elapsed * rate)); made < now; made += 1)
      arrive(started + (made * 1000) / rate);
  }
  await Promise.all(busy);
  return tally.result((performance.now() - started) / 1000);
}
