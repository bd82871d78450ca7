import type {
  AddressUse,
  BankDetailsChanged,
  CommercialTermsSet,
  CreditPolicySet,
  CustomerBecameDormant,
  CustomerChurned,
  CustomerClassified,
  CustomerReengaged,
  CustomerRegistered,
  CustomerTier,
  PostalAddress,
  RelationshipModel,
} from '@touchstream/events';
import type { FormerValues } from './former-values.js';
import { ensure, ensureFollows, ensureNotBefore, missing, refuse, type CommandMeta } from '../decider/index.js';

/** The fields that `ChangeCustomerProfile` changes. */
export type Profile = Readonly<Omit<CustomerRegistered, 'customerId' | 'kind' | 'industry' | 'registeredAt'>>;
export type Classification = Readonly<Omit<CustomerClassified, 'customerId'>>;

export interface CustomerAddress {
  readonly use: AddressUse;
  readonly address: Readonly<PostalAddress>;
}

/** Says when it was, but for earlier events. */
interface Dated {
  readonly at?: string | undefined;
}

export interface RegisteredCustomer {
  readonly status: 'prospect' | 'active' | 'churned';
  readonly archived: boolean;
  readonly dormant: boolean;
  /** When its status last changed; undefined where it did not, or earlier events do not tell. */
  readonly movedAt?: string | undefined;
  /** `since` is left out where that is not known. */
  readonly creditHold?: { readonly reason: string; readonly since?: string | undefined } | undefined;
  /** What was last told of each of these, to tell a repetition from a contradiction. */
  readonly creditRelease?: Dated & { readonly reason: string };
  readonly churn?: Readonly<Pick<CustomerChurned, 'reason' | 'competitorId' | 'lastOrderAt' | 'ruleId'>>;
  readonly dormancy?: Dated & Readonly<Pick<CustomerBecameDormant, 'lastTouchAt' | 'idleDays' | 'ruleId'>>;
  readonly reengagement?: Dated & Readonly<Pick<CustomerReengaged, 'trigger'>>;
  readonly archiving?: Dated & { readonly reason: string };
  readonly restoration?: Dated & { readonly reason: string };
  readonly customerId: string;
  readonly registeredAt: string;
  readonly profile: Profile;
  readonly classification: Classification;
  /** Of the profile and the classification. */
  readonly former: FormerValues;
  readonly addresses: ReadonlyMap<string, CustomerAddress>;
  readonly parentId?: string;
  readonly tier?: CustomerTier;
  readonly ownerId?: string;
  readonly teamId?: string;
  readonly relationshipModel?: RelationshipModel;
  readonly terms?: Readonly<CommercialTermsSet>;
  readonly creditPolicy?: Readonly<CreditPolicySet>;
  readonly bankDetails?: Readonly<BankDetailsChanged>;
}

export type Customer = { readonly status: 'absent' } | RegisteredCustomer;

/** Whether something new may be taken on for the customer: it is there, and not archived. */
export const acceptsWork = (customer: Customer): customer is RegisteredCustomer =>
  customer.status !== 'absent' && !customer.archived;

/** Refuses unless the customer that a command names is there and not archived; `field` points to where it is named. */
export function ensureCustomer(
  customer: Customer | undefined,
  field = '/customerId',
): asserts customer is RegisteredCustomer {
  if (customer === undefined || customer.status === 'absent')
    return missing('unknown-customer', 'there is no such customer', field);
  ensure(acceptsWork(customer), 'customer-archived', 'the customer is archived', field);
}

/** The customer that a command changes. Refuses what is said to have happened before it was registered. */
export function registered(state: Customer, meta: CommandMeta): RegisteredCustomer {
  if (state.status === 'absent') return missing('unknown-customer', 'there is no such customer');
  ensureNotBefore(state.registeredAt, meta);
  return state;
}

/** The customer that a command changes, where an archived one must not be changed. */
export function inWork(state: Customer, meta: CommandMeta): RegisteredCustomer {
  const customer = registered(state, meta);
  return customer.archived ? refuse('customer-archived', 'the customer is archived: restore it first') : customer;
}

/** Its status changes in order. */
export const ensureInOrder = ({ movedAt }: RegisteredCustomer, meta: CommandMeta): void =>
  ensureFollows(movedAt, 'the status of the customer last changed', meta);

const HOME: readonly AddressUse[] = ['legal', 'bill', 'visit', 'ship'];

/** The country of a customer that names none itself is that of its legal, billing, visiting or shipping address. */
export const homeAmong = (addresses: readonly CustomerAddress[]): string | undefined =>
  HOME.map(use => addresses.find(one => one.use === use)?.address.country).find(country => country !== undefined);

/** Where the customer is at home; undefined where that is not known. */
export const homeCountry = ({ profile, addresses }: Pick<RegisteredCustomer, 'profile' | 'addresses'>) =>
  profile.country ?? homeAmong([...addresses.values()]);

/** Changes the state by an event; an event before the registration changes nothing. */
export const after =
  <D>(change: (customer: RegisteredCustomer, data: D) => Partial<RegisteredCustomer>) =>
  (state: Customer, { data }: { readonly data: D }): Customer =>
    state.status === 'absent' ? state : { ...state, ...change(state, data) };
