import {
  AddAddress,
  ChangeTier,
  ClassifyCustomer,
  RecordCreditReview,
  RegisterCustomer,
  SetBankDetails,
  SetCommercialTerms,
  SetCreditPolicy,
  SetRelationshipModel,
} from '@touchstream/domain';
import type { Actor, CustomerTier, RelationshipModel } from '@touchstream/events';
import type { Offer } from '../company/offer.js';
import { listPrice, priceBookId, type Currency } from '../company/price-books.js';
import { staff, systems } from '../company/staff.js';
import type { Place } from '../people/index.js';
import { DAY, HOUR, MINUTE } from '../plan/calendar.js';
import type { History } from '../plan/history.js';
import type { Random } from '../plan/random.js';
import { Account, type Address, type Profile, type Size } from './account.js';

/** Who was a customer before the demo begins was taken over from another system in its first two weeks. */
export const wasTakenOver = ({ since }: Profile): boolean => since < Date.parse('2024-07-15T00:00:00.000Z');

interface Standing {
  readonly segment: string;
  readonly tier?: CustomerTier;
  readonly model?: RelationshipModel;
  readonly netDays: number;
  /** In thousands of euros. */
  readonly credit: number;
  readonly employees: readonly [number, number];
}

const standings: Readonly<Record<Size, Standing>> = {
  private: { segment: 'private', netDays: 14, credit: 15, employees: [0, 0] },
  small: { segment: 'small business', tier: 'bronze', netDays: 14, credit: 25, employees: [4, 45] },
  mid: { segment: 'mid-market', tier: 'silver', model: 'reactive', netDays: 30, credit: 150, employees: [50, 480] },
  large: {
    segment: 'key accounts',
    tier: 'gold',
    model: 'accountable',
    netDays: 45,
    credit: 600,
    employees: [500, 9000],
  },
};

/** Days after which a bill is due. */
export const paymentDays = (size: Size): number => standings[size].netDays;

const taxNumbers: Readonly<Record<string, string>> = {
  DE: 'DE#########',
  FR: 'FR##50#######',
  ES: 'ESB########',
  GB: 'GB#########',
  SE: 'SE##########01',
  PL: 'PL##########',
  CZ: 'CZ########',
  GR: 'EL#########',
  BG: 'BG#########',
  US: '##-#######',
  BR: '##.###.###/0001-##',
  CN: '9111010#MA########',
};

const thousands = (euros: number, currency: Currency) => listPrice(euros * 1000, currency);
const isFirm = ({ kind }: Profile) => kind === 'business' || kind === 'partner';

/** Mail of firms goes to their own domains, of private people to providers; all are reserved for examples. */
export const mailOf = (profile: Profile, name: string): string =>
  isFirm(profile) ? `${name}@${profile.latin}.example` : `${name}@example.org`;

const factsOf = (profile: Profile, random: Random) => {
  const { locale, latin, size } = profile;
  const [least, most] = standings[size].employees;
  const employees = random.int(least, most);
  const taxNumber = taxNumbers[locale.country];
  return {
    website: `https://www.${latin}.example`,
    email: mailOf(profile, 'info'),
    employees,
    annualRevenue: thousands(employees * random.int(90, 210), locale.currency),
    foundedYear: random.int(1898, 2021),
    ...(taxNumber && { taxId: random.digits(taxNumber) }),
  };
};

const addressIn = ({ locale }: Profile, { city, region, postcode }: Place, random: Random): Address => ({
  lines: [random.pick(locale.streets).replace('{n}', `${random.int(1, 148)}`)],
  city,
  ...(region && { region }),
  ...(postcode && { postcode: random.digits(postcode) }),
  country: locale.country,
});

/** What a customer is registered with beside its profile, where a story needs it to be so. */
export interface Given {
  readonly address?: Address;
  readonly phone?: string;
  readonly tier?: CustomerTier;
  readonly model?: RelationshipModel;
}

/** Registers a customer, and gives it the terms that are usual for its size. */
export function register(
  profile: Profile,
  history: History,
  { random, offer, given = {} }: { random: Random; offer: Offer; given?: Given },
): Account {
  const { locale, code, kind, name, industry, owner, since } = profile;
  const place = random.pick(locale.places);
  const address = given.address ?? addressIn(profile, place, random);
  const by: Actor = wasTakenOver(profile) ? systems.legacy : staff.rep(owner);
  const customerId = history.create(
    RegisterCustomer,
    { at: since, by, ...(wasTakenOver(profile) && { source: 'legacy-crm' }) },
    {
      code,
      kind,
      name,
      ...(industry && { industry }),
      country: locale.country,
      phones: [given.phone ?? random.digits(place.phone)],
      ...(isFirm(profile) ? factsOf(profile, random) : { email: mailOf(profile, profile.latin) }),
      externalRefs: wasTakenOver(profile) ? [{ system: 'legacy-crm', id: `L-${code.replace('C-', '')}` }] : [],
      addresses: [{ use: isFirm(profile) ? 'legal' : 'bill', address }],
      ownerId: owner,
      teamId: locale.team,
    },
  );
  const account = new Account(profile, history, random, { customerId, offer, address });
  setTerms(account, given);
  return account;
}

function setTerms(account: Account, given: Given): void {
  const { customerId, history, random, currency } = account;
  const { since, size, locale } = account.profile;
  const { segment, netDays, credit, ...usual } = standings[size];
  const { tier = usual.tier, model = usual.model } = given;
  const at = since + 20 * MINUTE;
  const rep = { at, by: account.rep(at) };
  const finance = { at: at + random.int(1, 5) * HOUR, by: staff.finance };
  history.change(ClassifyCustomer, customerId, rep, { segment, region: locale.region });
  if (tier !== undefined) history.change(ChangeTier, customerId, rep, { tier, reason: 'By size' });
  if (model !== undefined) history.change(SetRelationshipModel, customerId, rep, { model });
  history.change(SetCommercialTerms, customerId, finance, {
    paymentTerms: { netDays, ...(size === 'mid' && { discountDays: 10, discountPercent: 2 }) },
    taxRule: 'standard',
    currency,
    priceBookId: priceBookId(currency),
    commissionCode: account.profile.kind === 'partner' ? 'partner' : 'direct',
  });
  if (!isFirm(account.profile)) return;
  history.change(SetCreditPolicy, customerId, finance, {
    salesLimit: thousands(credit, currency),
    overdueLimit: thousands(credit / 10, currency),
    grade: random.pick(['A', 'B', 'B', 'C']),
  });
  addFirmFacts(account, finance.at + DAY);
}

function addFirmFacts({ customerId, history, random, known, profile }: Account, at: number): void {
  const finance = { at, by: staff.finance };
  if (profile.size !== 'small' || random.chance(0.2))
    history.change(RecordCreditReview, customerId, finance, {
      score: random.int(540, 880),
      agency: random.pick(['Kreditwacht', 'Northern Credit Bureau', 'Trade Score']),
    });
  if (profile.locale.currency === 'EUR' && random.chance(0.35))
    history.change(SetBankDetails, customerId, finance, {
      maskedIban: `${profile.locale.country}##**************####`.replaceAll('#', () => `${random.int(0, 9)}`),
      tokenRef: random.digits('tok-######'),
    });
  if (profile.size === 'large')
    history.change(
      AddAddress,
      customerId,
      { at: at + HOUR, by: staff.rep(profile.owner) },
      { addressId: 'works', use: 'ship', address: { ...known.address, lines: [...known.address.lines, 'Gate 2'] } },
    );
}
