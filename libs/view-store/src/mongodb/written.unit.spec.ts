import { describe, expect, it } from '@jest/globals';
import { testView } from '../contract/test-view.js';
import { lastWrite, storedDoc } from './written.js';

const kept = { _id: 'k', p: 2n, d: '{"name":Mrs Smith"}' };

describe('a damaged document', () => {
  it.each([
    ['contract', () => storedDoc(testView(), kept)],
    ['contract.1', () => lastWrite('contract.1', kept)],
  ])('of %s is told of where it is, and nothing of what is in it', (of, read) => {
    expect(read).toThrow(
      expect.objectContaining({
        name: 'DocumentDamaged',
        message: `${of}: the document k, at position 2, is damaged`,
      }),
    );
  });
});
