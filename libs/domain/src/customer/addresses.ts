import {
  AddressAdded,
  AddressChanged,
  AddressRemoved,
  derivedId,
  event,
  type Change,
  type profileEvents,
} from '@touchstream/events';
import { changesBetween, ensure, missing } from '../decider/index.js';
import type { Decide, Evolve } from './parts.js';
import type { profileCommands } from './profile-commands.js';
import { after, inWork, type CustomerAddress, type RegisteredCustomer } from './state.js';

/** So many addresses a customer may have at a time. */
const MOST_ADDRESSES = 100;

const PARTS = ['use', 'lines', 'city', 'region', 'postcode', 'country'] as const;
const flat = ({ use, address }: CustomerAddress) => ({ use, ...address });
const differences = (before: CustomerAddress, now: CustomerAddress): Change[] =>
  changesBetween(PARTS, flat(before), flat(now));

const addressOf = ({ addresses }: RegisteredCustomer, addressId: string): CustomerAddress =>
  addresses.get(addressId) ?? missing('unknown-address', 'the customer has no such address', '/addressId');

type AddressCommands = Pick<typeof profileCommands, 'AddAddress' | 'ChangeAddress' | 'RemoveAddress'>;
type AddressEvents = Pick<typeof profileEvents, 'AddressAdded' | 'AddressChanged' | 'AddressRemoved'>;

export const decideAddresses: Decide<AddressCommands> = {
  AddAddress({ data: { addressId: given, use, address }, meta }, state) {
    const { customerId, addresses } = inWork(state, meta);
    const addressId = given ?? derivedId(meta.commandId, 'address');
    const known = addresses.get(addressId);
    if (known !== undefined && differences(known, { use, address }).length === 0) return [];
    ensure(known === undefined, 'address-exists', 'the customer has another address of this id', '/addressId');
    ensure(addresses.size < MOST_ADDRESSES, 'too-many-addresses', `a customer may have ${MOST_ADDRESSES} addresses`);
    return [event(AddressAdded, { customerId, addressId, use, address })];
  },
  ChangeAddress({ data: { addressId, ...told }, meta }, state) {
    const customer = inWork(state, meta);
    const known = addressOf(customer, addressId);
    const { use = known.use, address = known.address } = told;
    const changes = differences(known, { use, address });
    return changes.length === 0
      ? []
      : [event(AddressChanged, { customerId: customer.customerId, addressId, use, address, changes })];
  },
  RemoveAddress({ data: { addressId }, meta }, state) {
    const customer = inWork(state, meta);
    const { use } = addressOf(customer, addressId);
    return [event(AddressRemoved, { customerId: customer.customerId, addressId, use })];
  },
};

export const evolveAddresses: Evolve<AddressEvents> = {
  'customer.address-added': after(({ addresses }, { addressId, use, address }) => ({
    addresses: new Map(addresses).set(addressId, { use, address }),
  })),
  'customer.address-changed': after(({ addresses }, { addressId, use, address }) => ({
    addresses: new Map(addresses).set(addressId, { use, address }),
  })),
  'customer.address-removed': after(({ addresses }, { addressId }) => {
    const left = new Map(addresses);
    left.delete(addressId);
    return { addresses: left };
  }),
};
