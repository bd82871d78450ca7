import { oneOf, text, urlWith } from '../config/index.js';

/** The most that is said for a share: `0.05` is one trace in twenty. */
const share = (value: string): number => {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number <= 1)) throw new Error('must be a number from 0 to 1');
  return number;
};
const orNothing =
  <T>(parse: (value: string) => T) =>
  (value: string): T | undefined =>
    value === '' ? undefined : parse(value);

const httpUrl = (value: string): string => {
  urlWith('http', 'https')(value);
  if (!URL.canParse(value)) throw new Error('must be a URL, as http://collector:4318');
  return value;
};

/** Samplers by the names of OpenTelemetry's specification. */
export const samplerNames = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
export type SamplerName = (typeof samplerNames)[number];

/**
 * What traces are told by: the variables of OpenTelemetry's specification. Further ones that the OTLP exporter reads by itself
 * (`OTEL_EXPORTER_OTLP_HEADERS`, `_TIMEOUT`, `_COMPRESSION`, `_CERTIFICATE`, `OTEL_RESOURCE_ATTRIBUTES`) hold as well.
 */
export const telemetrySettings = {
  endpoint: {
    env: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    about: 'where traces go, by OTLP over HTTP, such as http://collector:4318; empty: there are none',
    fallback: '',
    secret: true,
    parse: orNothing(httpUrl),
  },
  serviceName: {
    env: 'OTEL_SERVICE_NAME',
    about: "what the app is called in traces; empty: touchstream and the app's name",
    fallback: '',
    parse: orNothing(text),
  },
  sampler: {
    env: 'OTEL_TRACES_SAMPLER',
    about: 'which traces are kept',
    fallback: 'parentbased_always_on',
    parse: oneOf(...samplerNames),
  },
  samplerShare: {
    env: 'OTEL_TRACES_SAMPLER_ARG',
    about: 'the share of traces that the samplers by ratio keep, from 0 to 1',
    fallback: '1',
    parse: share,
  },
} as const;
