import * as after from './after.js';
import * as live from './events.js';
import * as party from './party.js';

export * from './after.js';
export * from './events.js';
export * from './party.js';
export * from './values.js';

export const callEvents = {
  CallOffered: live.CallOffered,
  IvrPathTaken: live.IvrPathTaken,
  CallerIdentified: party.CallerIdentified,
  CallerUnknown: party.CallerUnknown,
  CallerReidentified: party.CallerReidentified,
  CallQueued: live.CallQueued,
  CallDialled: live.CallDialled,
  CallAnswered: live.CallAnswered,
  CallMissed: live.CallMissed,
  CallAbandoned: live.CallAbandoned,
  CallHeld: live.CallHeld,
  CallRetrieved: live.CallRetrieved,
  CallTransferred: live.CallTransferred,
  CallConferenced: live.CallConferenced,
  CallEnded: live.CallEnded,
  CallWrappedUp: after.CallWrappedUp,
  CallDispositionRecorded: after.CallDispositionRecorded,
  RecordingStored: after.RecordingStored,
  CallbackRequested: after.CallbackRequested,
  CallbackMade: after.CallbackMade,
};
