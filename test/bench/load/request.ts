/** A request as it goes over the wire. */
export const get = (path: string, headers = ''): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`;

/** A command: JSON, with the key that makes a repetition the same command. */
export function post(path: string, body: string, key: string): string {
  const length = Buffer.byteLength(body);
  return `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Actor: api:bench\r\nIdempotency-Key: ${key}\r\nContent-Length: ${length}\r\n\r\n${body}`;
}
