import { describe, expect, it } from '@jest/globals';
import { Endings } from './endings.js';

describe('endings', () => {
  it('come in the opposite order, once, and one that fails keeps none from coming', async () => {
    const ended: string[] = [];
    const endings = new Endings();
    endings.add(() => ended.push('first'));
    endings.add(async () => {
      await Promise.resolve();
      ended.push('second');
      throw new Error('second failed');
    });
    endings.add(() => ended.push('third'));
    await expect(endings.run()).rejects.toThrow('second failed');
    await endings.run();
    expect(ended).toEqual(['third', 'second', 'first']);
  });
});
