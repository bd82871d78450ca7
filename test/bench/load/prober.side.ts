import { setTimeout as pause } from 'node:timers/promises';
import { uuidv7 } from '@touchstream/events';
import type { OpenSide } from '../framework/side.js';
import { Connection } from './connection.js';
import { get, post } from './request.js';

/** Milliseconds. */
export interface Probed {
  /** From the answer to a command until a read showed its effect. */
  readonly visible: readonly number[];
  /** From sending a read of what is there to its answer. */
  readonly read: readonly number[];
  /** How often a command was turned away, as the server had too much to do; it was sent again then. */
  readonly turnedAway: number;
}

/** Milliseconds until a command that was turned away is sent again. */
const AGAIN = 100;

/** Sends one command after another, and after each reads again and again until the read shows what the command did. */
export const open = (async ({ port }: { readonly port: number }) => {
  const connection = await Connection.open(port);
  const body = JSON.stringify({ kind: 'business', name: 'Probe Ltd', ownerId: 'ann' });
  let turnedAway = 0;
  const command = async () => {
    for (;;) {
      const answer = await connection.send(post('/v1/customers', body, uuidv7()));
      if (answer.status === 201) return answer;
      if (answer.status !== 503) throw new Error(`a probe was answered ${answer.status}: ${answer.body}`);
      turnedAway += 1;
      await pause(AGAIN);
    }
  };
  const probe = async () => {
    const answer = await command();
    const answered = performance.now();
    const read = get(`/v1/customers/${(JSON.parse(answer.body) as { id: string }).id}`);
    while ((await connection.send(read)).status !== 200) await pause(1);
    const seen = performance.now();
    await connection.send(read);
    return { visible: seen - answered, read: performance.now() - seen };
  };
  return {
    /** Goes on for so many seconds. */
    round: async (seconds: number): Promise<Probed> => {
      const probes: Awaited<ReturnType<typeof probe>>[] = [];
      turnedAway = 0;
      const end = performance.now() + seconds * 1000;
      while (performance.now() < end) probes.push(await probe());
      return { visible: probes.map(one => one.visible), read: probes.map(one => one.read), turnedAway };
    },
    close: async () => connection.close(),
  };
}) satisfies OpenSide<{ readonly port: number }, number, Probed>;
