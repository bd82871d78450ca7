import { describe, expect, it } from '@jest/globals';
import { EventStoreUnavailable } from '@touchstream/event-store';
import { EX_CONFIG, EX_TEMPFAIL, exitOf, opened } from './exits.js';

/** As Node fails in the file system and in listening alike. */
const denied = (what: string) =>
  Object.assign(new Error(`EACCES: permission denied, ${what}`), { code: 'EACCES' }) as Error;
const opening = (error: Error) =>
  opened({ env: 'EVENT_STORE_URL' }, async () => {
    throw error;
  });
const failed = async (work: Promise<unknown>) => exitOf(await work.catch((error: unknown) => error));

describe('how a program ends', () => {
  it('where the folder of a store may not be made: the setting names it, not the port', async () => {
    expect(await failed(opening(denied("mkdir '/data'")))).toEqual({
      code: EX_CONFIG,
      line: "EVENT_STORE_URL cannot be used: EACCES: permission denied, mkdir '/data'",
    });
  });

  it('where the port may not be listened on', () => {
    const line = 'PORT may not be listened on: EACCES: permission denied, listen 127.0.0.1:80';
    expect(exitOf(denied('listen 127.0.0.1:80'))).toEqual({ code: EX_CONFIG, line });
  });

  it('where an engine is away: in its own words', async () => {
    const away = new EventStoreUnavailable('events.db: the disk is full');
    expect(await failed(opening(away))).toEqual({ code: EX_TEMPFAIL, line: away.message });
  });

  it('is not known for an error of ours', () => {
    expect(exitOf(new TypeError('x is not a function'))).toBeUndefined();
    expect(exitOf('thrown')).toBeUndefined();
  });
});
