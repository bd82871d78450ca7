import type { EventStore as EventStorePort } from '@touchstream/event-store';
import type { ViewStore as ViewStorePort } from '@touchstream/view-store';

/** The ports as Nest's injection tokens; each has its port's interface. */
export abstract class ViewStore {}
export interface ViewStore extends ViewStorePort {}
export abstract class EventStore {}
export interface EventStore extends EventStorePort {}
