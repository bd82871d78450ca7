import { contact } from '@touchstream/domain';
import { commandRoutes } from '../commands/index.js';

export const contactRoutes = commandRoutes(contact, {
  tag: 'Contacts',
  base: '/v1/contacts',
  paths: {
    RegisterContact: '',
    ChangeContactDetails: '/details',
    LinkToCustomer: '/customers',
    UnlinkFromCustomer: '/customers/unlink',
    MarkDeparted: '/departed',
    AddChannel: '/channels',
    VerifyChannel: '/channels/verify',
    MarkChannelInvalid: '/channels/invalid',
    SetPreference: '/preferences',
    SetBuyingRole: '/buying-role',
  },
});
