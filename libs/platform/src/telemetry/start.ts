import { readConfig } from '../config/index.js';
import { telemetrySettings } from './settings.js';
import type { Telemetry } from './telemetry.js';

const none: Telemetry = { shutdown: () => Promise.resolve() };

/**
 * Starts to export traces where `OTEL_EXPORTER_OTLP_ENDPOINT` is set, see {@link telemetrySettings}. To be called once, before
 * anything else is started. Where it is not set, nothing is loaded, and OpenTelemetry's API, through which spans are
 * made, does nothing. Throws `ConfigError` for a setting that is wrong.
 */
export async function startTelemetry({
  app,
  env,
}: {
  readonly app: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Promise<Telemetry> {
  const { endpoint, serviceName = `touchstream-${app}`, sampler, samplerShare } = readConfig(telemetrySettings, env);
  if (endpoint === undefined) return none;
  const { startExport } = await import('./export.js');
  return startExport({ endpoint, serviceName, sampler, samplerShare });
}
