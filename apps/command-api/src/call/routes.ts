import { call } from '@touchstream/domain';
import { commandRoutes } from '../commands/index.js';

export const callRoutes = commandRoutes(call, {
  tag: 'Calls',
  base: '/v1/calls',
  paths: {
    OfferCall: '/offer',
    RecordIvrPath: '/ivr-path',
    QueueCall: '/queue',
    DialNumber: '/dial',
    AnswerCall: '/answer',
    MissCall: '/miss',
    AbandonCall: '/abandon',
    HoldCall: '/hold',
    RetrieveCall: '/retrieve',
    TransferCall: '/transfer',
    ConferenceCall: '/conference',
    EndCall: '/end',
    IdentifyCaller: '/caller',
    ReidentifyCaller: '/caller/correct',
    WrapUpCall: '/wrap-up',
    RecordDisposition: '/disposition',
    StoreRecording: '/recording',
    RequestCallback: '/callback',
    RecordCallback: '/callback/attempts',
    LogCall: '',
  },
});
