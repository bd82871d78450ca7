import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '../config/index.js';
import { telemetrySettings } from './settings.js';

const endpointOf = (text: string) => readConfig(telemetrySettings, { OTEL_EXPORTER_OTLP_ENDPOINT: text }).endpoint;

describe('the address that traces go to', () => {
  it.each(['http://collector:4318', 'https://user:secret@collector.example/otlp/'])('may be %s', text => {
    expect(endpointOf(text)).toBe(text);
  });

  it.each(['https://user:secret@collector:port', 'http://', 'https://user:secret@/', 'ftp://user:secret@collector'])(
    'is refused where it is %s, and not shown',
    text => {
      const read = () => endpointOf(text);
      expect(read).toThrow(ConfigError);
      expect(read).toThrow(
        /^OTEL_EXPORTER_OTLP_ENDPOINT is wrong: it must (be a URL, as http:\/\/collector:4318|begin with http: or https:)$/,
      );
    },
  );

  it('may be left out', () => {
    expect(endpointOf('')).toBeUndefined();
  });
});
