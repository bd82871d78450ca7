import type { PostalAddress } from '@touchstream/events';
import { orNull } from '../optional/index.js';

/** A postal address. */
export interface AddressDoc {
  /** Street and number, building, department: as they stand on the envelope. */
  readonly lines: readonly string[];
  readonly city: string;
  /** State, province or prefecture. */
  readonly region: string | null;
  readonly postcode: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

export const addressDoc = ({ lines, city, country, ...rest }: Readonly<PostalAddress>): AddressDoc => ({
  lines,
  city,
  ...orNull(rest, 'region', 'postcode'),
  country,
});
