/** Whether the server of this container answers, for the container's engine. Usage: node healthcheck.mjs /health/live */
const [, , path] = process.argv;
const { HOST = '127.0.0.1', PORT = '3000' } = process.env;
const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST;
try {
  const { ok } = await fetch(`http://${host}:${PORT}${path}`, { signal: AbortSignal.timeout(4_000) });
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
