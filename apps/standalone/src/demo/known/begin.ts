import type { Account, Address, Profile } from '../customers/account.js';
import { addPerson, type FullName } from '../customers/contacts.js';
import type { World } from '../customers/population.js';
import { register, type Given } from '../customers/registration.js';
import { MINUTE } from '../plan/calendar.js';
import { History } from '../plan/history.js';
import { Random } from '../plan/random.js';

export interface Known {
  readonly profile: Profile;
  readonly given: Given & { readonly address: Address; readonly phone: string };
  /** Name in its own script, the same in Latin letters, and what the person does. */
  readonly people: readonly (readonly [name: FullName, job: Parameters<typeof addPerson>[2]['job']])[];
}

/** A name in its parts, in the order in which they are written. */
export const named = (text: string, latin: string, [given, family]: readonly [string, string]): FullName => ({
  text,
  latin,
  given,
  family,
});

/** Registers a customer that is known by its code, with its people. */
export function begin({ offer, tenantId }: World, { profile, given, people }: Known): Account {
  const random = new Random(profile.code);
  const account = register(profile, new History(profile.code, tenantId), { random, offer, given });
  people.forEach(([name, job], nth) => addPerson(account, name, { at: profile.since + (30 + nth * 9) * MINUTE, job }));
  return account;
}
