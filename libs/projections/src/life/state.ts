/**
 * The life of a loop that reads the feed (a projection group, the relay):
 *
 * ```
 *             start()                                caught up
 *   stopped ──────────▶ starting ────▶ catching-up ◀───────────▶ live
 *      ▲                 ▲    │             │        fell behind   │
 *      │ stop(), from    │    └─────────────┼──────────────────────┘
 *      │ every state     │ after a          │ error
 *      │                 │ pause            ├────▶ retrying ──┐  what may pass: for ever, with growing pauses,
 *      │                 └──────────────────┼─────────────────┘  each time from the stored checkpoint
 *      └────────────── failed ◀─────────────┘  what will not: another writer has gone on, the feed went backwards
 * ```
 *
 * A loop under a lease becomes `standby` from `starting`, `catching-up` or `live` while another process is to have the lease, and
 * `starting` again when it gets it. That another writer has gone on is no failure then: it has lost the lease.
 *
 * A failed loop stays failed until someone looks at it and calls `start()` again.
 */
export const lifeStates = ['stopped', 'starting', 'standby', 'catching-up', 'live', 'retrying', 'failed'] as const;
export type LifeState = (typeof lifeStates)[number];

/** Which state may follow which. */
export const lifeTransitions: Readonly<Record<LifeState, readonly LifeState[]>> = {
  stopped: ['starting'],
  starting: ['standby', 'catching-up', 'live', 'retrying', 'failed', 'stopped'],
  standby: ['starting', 'retrying', 'failed', 'stopped'],
  'catching-up': ['live', 'standby', 'retrying', 'failed', 'stopped'],
  live: ['catching-up', 'standby', 'retrying', 'failed', 'stopped'],
  retrying: ['starting', 'stopped'],
  failed: ['starting', 'stopped'],
};
