import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writerAlone } from '../lease/writer.js';
import { embedded, type Embedded } from '../testing/index.js';
import { bookOf, openBook } from './book.js';

describe('the book of a consumer', () => {
  const book = bookOf('consumer');
  let engines: Embedded;
  beforeEach(async () => {
    engines = await embedded();
  });
  afterEach(() => engines.dispose());

  const open = () => openBook(writerAlone(engines.viewStore), book);
  const kept = () => engines.viewStore.generations(book.name);

  it('is begun by the first who opens it, and found by the next', async () => {
    const begun = await open();
    expect(await open()).toMatchObject({ number: begun.number });
    expect(await kept()).toMatchObject([{ number: begun.number, active: true }]);
  });

  it('is one, where several begin it at the same time', async () => {
    const opened = await Promise.all([open(), open(), open()]);
    expect(new Set(opened.map(({ number }) => number))).toEqual(new Set([1]));
    expect(await kept()).toMatchObject([{ number: 1, active: true }]);
  });
});
