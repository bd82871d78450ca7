import { describe, expect, it } from '@jest/globals';
import { clientOf, ensureFiles } from './server-url.js';
import { usualTiming } from './timing.js';

describe('the URL of a MongoDB', () => {
  const relied = (query: string) => {
    const { client } = clientOf(`mongodb://host/views?${query}`, usualTiming);
    const { writeConcern, readConcern, readPreference, retryWrites } = client.options;
    return {
      w: writeConcern.w,
      journal: writeConcern.journal,
      read: readConcern.level,
      from: readPreference.mode,
      retryWrites,
    };
  };

  it.each([
    'appName=views',
    'w=1&wtimeoutMS=5',
    'w=0',
    'journal=false',
    'j=false',
    'readConcernLevel=local',
    'readPreference=secondary',
    'retryWrites=true',
  ])('cannot weaken what the store relies on, as with %s', query => {
    expect(relied(query)).toEqual({
      w: 'majority',
      journal: true,
      read: 'majority',
      from: 'primary',
      retryWrites: false,
    });
  });

  const named = (query: string) => () =>
    ensureFiles(clientOf(`mongodb://host/views?tls=true&${query}`, usualTiming).client);
  const there = encodeURIComponent(import.meta.filename);
  it.each(['tlsCAFile', 'tlsCertificateKeyFile', 'tlsCRLFile'])('names in %s a file that can be read', name => {
    expect(named(`${name}=${there}`)).not.toThrow();
    expect(named(`${name}=${there}.none`)).toThrow(
      expect.objectContaining({
        name: 'TypeError',
        message: `it names a file in ${name} that cannot be read (ENOENT)`,
      }),
    );
  });
});
