import {
  AddChannel,
  ChangeContactDetails,
  MarkChannelInvalid,
  MarkDeparted,
  RegisterContact,
  SetBuyingRole,
  SetPreference,
  VerifyChannel,
} from '@touchstream/domain';
import type { BuyingRole } from '@touchstream/events';
import { staff, systems } from '../company/staff.js';
import type { Locale, Written } from '../people/index.js';
import { date, DAY, HOUR, MINUTE } from '../plan/calendar.js';
import type { Random } from '../plan/random.js';
import type { Account, Person } from './account.js';
import { mailOf, wasTakenOver } from './registration.js';

/** A person's name in its own script, and the same in Latin letters. */
export interface FullName extends Written {
  readonly given: string;
  readonly family: string;
}

export function nameOf({ givenNames, familyNames, fullName }: Locale, random: Random): FullName {
  const given = random.pick(givenNames);
  const family = random.pick(familyNames);
  return {
    text: fullName.replace('{given}', given.text).replace('{family}', family.text),
    latin: `${given.latin}.${family.latin}`,
    given: given.text,
    family: family.text,
  };
}

/** What a person does at the customer. */
interface Job {
  readonly title?: string;
  readonly role: string;
  readonly buying?: BuyingRole;
}

const jobs: readonly Job[] = [
  { title: 'Managing Director', role: 'management', buying: 'decider' },
  { title: 'Head of Purchasing', role: 'purchasing', buying: 'buyer' },
  { title: 'Facility Manager', role: 'technical', buying: 'user' },
  { title: 'Energy Manager', role: 'technical', buying: 'influencer' },
  { title: 'Head of Finance', role: 'accounting', buying: 'gatekeeper' },
];
const atHome: Job = { role: 'self' };

/** Registers a person at a customer. */
export function addPerson(account: Account, name: FullName, more: { at: number; job: Job }): Person {
  const { history, profile, random, customerId } = account;
  const { locale } = profile;
  const { at, job } = more;
  const phone = random.digits(locale.mobile);
  const contactId = history.create(
    RegisterContact,
    { at, by: wasTakenOver(profile) && at < profile.since + DAY ? systems.legacy : account.rep(at) },
    {
      name: name.text,
      givenName: name.given,
      familyName: name.family,
      ...(job.title && { jobTitle: job.title }),
      language: locale.language,
      timezone: locale.timezone,
      country: locale.country,
      customerId,
      role: job.role,
      channels: [
        { type: 'email', value: mailOf(profile, name.latin) },
        { type: 'mobile', value: phone },
      ],
    },
  );
  if (job.buying)
    history.change(
      SetBuyingRole,
      contactId,
      { at: at + 2 * MINUTE, by: account.rep(at) },
      {
        role: job.buying,
      },
    );
  const person = { contactId, name: name.text, phone };
  account.people.push(person);
  return person;
}

const headcount = { private: [1, 1], small: [1, 1], mid: [1, 2], large: [2, 4] } as const;

/** Registers the people of a customer, the one who speaks for it first; what becomes of them follows. */
export function addPeople(account: Account, first?: FullName): void {
  const { profile, random } = account;
  const { size, kind, since, locale } = profile;
  const [least, most] = headcount[size];
  const count = kind === 'household' ? 2 : random.int(least, most);
  const taken = new Set<string>();
  for (let nth = 0; nth < count; nth += 1) {
    const name = nth === 0 && first !== undefined ? first : nameOf(locale, random);
    if (taken.has(name.text)) continue;
    taken.add(name.text);
    const job = size === 'private' ? atHome : jobs[nth % jobs.length]!;
    addPerson(account, name, { at: since + (30 + nth * 7) * MINUTE, job });
  }
  account.people.forEach((person, nth) => addFacts(account, person, nth));
  if (account.people.length > 2 && random.chance(0.3)) replaceLast(account);
}

const wishes = [
  { key: 'best-time', value: 'mornings' },
  { key: 'best-time', value: 'after 14:00' },
  { key: 'language', value: 'prefers English in writing' },
  { key: 'newsletter', value: 'no' },
  { key: 'channel', value: 'e-mail' },
] as const;

function addFacts(account: Account, { contactId }: Person, nth: number): void {
  const { history, random, profile } = account;
  const at = account.after(profile.since, 10, 200);
  const agent = { at, by: random.pick(staff.agents) };
  if (random.chance(0.25)) history.change(SetPreference, contactId, agent, random.pick(wishes));
  if (random.chance(nth === 0 ? 0.2 : 0.05)) {
    const place = random.pick(profile.locale.places);
    const phone = { channelId: 'office', type: 'phone', value: random.digits(place.phone), label: 'office' } as const;
    history.change(AddChannel, contactId, { ...agent, at: at + HOUR }, phone);
    const later = { at: account.after(at + HOUR, 1, 20), by: agent.by };
    if (random.chance(0.6))
      history.change(VerifyChannel, contactId, later, { channelId: 'office', method: 'called back' });
    else if (random.chance(0.5))
      history.change(MarkChannelInvalid, contactId, later, { channelId: 'office', reason: 'wrong' });
  }
}

/** The last of the people leaves, and somebody new takes the place some weeks later. */
function replaceLast(account: Account): void {
  const { history, people, profile, random, customerId } = account;
  const leaver = people.pop()!;
  const at = account.after(profile.since, 240, 600);
  const by = account.rep(at);
  history.change(MarkDeparted, leaver.contactId, { at, by }, { customerId, at: date(at) });
  const begins = account.after(at, 10, 40);
  const name = nameOf(profile.locale, random);
  const successor = addPerson(account, name, { at: begins, job: jobs[2]! });
  // Whoever comes later is no part of what happened before.
  people.pop();
  if (random.chance(0.5))
    history.change(
      ChangeContactDetails,
      successor.contactId,
      { at: account.after(begins, 60, 120), by: account.rep(begins) },
      { jobTitle: 'Head of Facilities' },
    );
}
