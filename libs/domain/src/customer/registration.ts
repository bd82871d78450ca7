import { AddressAdded, CustomerOwnerAssigned, CustomerRegistered, derivedId, event } from '@touchstream/events';
import { ensure, refuse, type Command } from '../decider/index.js';
import { canonicalMoney } from '../money/index.js';
import { phoneNumbers } from '../phone/index.js';
import { customerCode, ensureOneIdPerSystem } from './identity.js';
import type { Decide } from './parts.js';
import type { profileCommands, RegisterCustomer } from './profile-commands.js';
import { homeAmong } from './state.js';

/** The customer itself, without its addresses and its owner. */
function customerOf({ data, meta }: Command<typeof RegisterCustomer>) {
  const { code, phones = [], externalRefs = [], annualRevenue, addresses = [], ownerId: _, teamId: __, ...rest } = data;
  ensureOneIdPerSystem(externalRefs);
  return event(CustomerRegistered, {
    customerId: meta.aggregateId,
    code: code ?? customerCode(meta.aggregateId),
    ...rest,
    phones: phoneNumbers(phones, rest.country ?? homeAmong(addresses), '/phones'),
    ...(annualRevenue && { annualRevenue: canonicalMoney(annualRevenue) }),
    externalRefs,
    registeredAt: meta.occurredAt,
  });
}

export const decideRegistration: Decide<Pick<typeof profileCommands, 'RegisterCustomer'>> = {
  RegisterCustomer(command, state) {
    if (state.status !== 'absent') return refuse('customer-exists', 'the customer is registered already');
    const { addresses = [], ownerId, teamId } = command.data;
    ensure(teamId === undefined || ownerId !== undefined, 'team-without-owner', 'a team needs an owner', '/ownerId');
    const { aggregateId: customerId, commandId } = command.meta;
    const registered = customerOf(command);
    const added = addresses.map(({ use, address }, at) =>
      event(AddressAdded, { customerId, addressId: derivedId(commandId, `address/${at}`), use, address }),
    );
    if (ownerId === undefined) return [registered, ...added];
    return [registered, ...added, event(CustomerOwnerAssigned, { customerId, to: ownerId, ...(teamId && { teamId }) })];
  },
};
