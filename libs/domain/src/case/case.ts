import { caseEvents } from '@touchstream/events';
import { aggregate, type FactReference } from '../decider/index.js';
import { complaintCommands } from './complaint-commands.js';
import { decideComplaint } from './complaint.js';
import { evolveComplaint } from './evolve-complaint.js';
import { evolveHandling } from './evolve-handling.js';
import { caseHandlingCommands } from './handling-commands.js';
import { decideHandling } from './handling.js';
import { decideOpening } from './opening.js';
import type { CaseFacts } from './parts.js';
import { caseResolutionCommands } from './resolution-commands.js';
import { decideResolution, evolveResolution } from './resolution.js';
import type { Case } from './state.js';

export const caseCommands = { ...caseHandlingCommands, ...caseResolutionCommands, ...complaintCommands };

const record = (of: string, id: string | undefined): FactReference | undefined =>
  id === undefined ? undefined : { aggregate: of, id };
const contactOf = ({ data }: { readonly data: { readonly contactId?: string } }) => ({
  contact: record('contact', data.contactId),
});

/** `case` is a reserved word. */
export const serviceCase = aggregate<Case, typeof caseCommands, typeof caseEvents, CaseFacts>({
  name: 'case',
  commands: caseCommands,
  events: caseEvents,
  creates: ['OpenCase'],
  initialState: { status: 'none' },
  customerId: state => (state.status === 'none' ? undefined : state.customerId),
  facts: {
    OpenCase: ({ data: { customerId, contactId } }) => ({
      customer: record('customer', customerId),
      contact: record('contact', contactId),
    }),
    RecordCustomerReply: contactOf,
    ConfirmResolution: contactOf,
    RejectResolution: contactOf,
    LinkCases: ({ data: { linkedCaseId } }) => ({ linked: record('case', linkedCaseId) }),
  },
  claims: {
    OpenCase: ({ data: { number } }) =>
      number === undefined ? [] : [{ kind: 'case-number', value: number.toLowerCase(), field: '/number' }],
  },
  holds: (state, { kind, value }) =>
    kind === 'case-number' && state.status !== 'none' && state.number.toLowerCase() === value,
  decide: { ...decideOpening, ...decideHandling, ...decideResolution, ...decideComplaint },
  evolve: { ...evolveHandling, ...evolveResolution, ...evolveComplaint },
});
