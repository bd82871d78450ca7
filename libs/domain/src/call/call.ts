import { callEvents } from '@touchstream/events';
import { aggregate } from '../decider/index.js';
import { afterCallCommands } from './after-call-commands.js';
import { decideAfterCall } from './after-call.js';
import { callerCommands } from './caller-commands.js';
import { decideCaller } from './caller.js';
import { evolveCall } from './evolve-call.js';
import { logCallCommands } from './log-call-command.js';
import { decideLogCall } from './log-call.js';
import { countryFacts, identityFacts, type CallFacts } from './parts.js';
import type { Call } from './state.js';
import { talkCommands } from './talk-commands.js';
import { decideTalk } from './talk.js';
import { waitingCommands } from './waiting-commands.js';
import { decideWaiting } from './waiting.js';

export const callCommands = {
  ...waitingCommands,
  ...talkCommands,
  ...callerCommands,
  ...afterCallCommands,
  ...logCallCommands,
};

export const call = aggregate<Call, typeof callCommands, typeof callEvents, CallFacts>({
  name: 'call',
  commands: callCommands,
  events: callEvents,
  creates: ['OfferCall', 'LogCall'],
  initialState: { status: 'none' },
  customerId: state => (state.status === 'none' ? undefined : state.customerId),
  facts: {
    LogCall: identityFacts,
    IdentifyCaller: identityFacts,
    ReidentifyCaller: identityFacts,
    DialNumber: countryFacts,
    TransferCall: countryFacts,
    ConferenceCall: countryFacts,
    RequestCallback: countryFacts,
  },
  decide: { ...decideWaiting, ...decideTalk, ...decideCaller, ...decideAfterCall, ...decideLogCall },
  evolve: evolveCall,
});
