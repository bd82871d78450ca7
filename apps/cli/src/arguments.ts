import { InvalidArgumentError } from 'commander';
import { actorOf, type Problem } from '@touchstream/platform';

/** The address of a server. */
export function serverUrl(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError('must be an address, as http://127.0.0.1:3000');
}

/** Who acts, as in `X-Actor`. */
export function actorName(text: string): string {
  try {
    actorOf({ 'x-actor': text });
    return text;
  } catch (error) {
    throw new InvalidArgumentError((error as Problem).more.errors![0]!.detail);
  }
}

export function positive(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('must be a whole number from 1 to 9999');
  return Number(text);
}
