import { Module, type DynamicModule } from '@nestjs/common';
import type { EventStore } from '@touchstream/event-store';
import { servedRoutes } from '@touchstream/platform';
import type { ViewStore } from '@touchstream/view-store';
import { stageHistory } from '@touchstream/views';
import { customerRoutes } from './customers/customers.routes.js';
import { ScreenPopController } from './customers/screen-pop.controller.js';
import { CustomerPast, RecordPast } from './past/index.js';
import { stageHistoryRoute } from './opportunities/stage-history.routes.js';
import { BoardController } from './pipeline/board.controller.js';
import { MeasuresController } from './pipeline/measures.controller.js';
import { AsyncApiController, PERSONAL_TOPICS } from './public-events/asyncapi.controller.js';
import { PublicEventsController } from './public-events/public-events.controller.js';
import { DocumentAnswers, EVENT_STORE, ReadGate, resourceRoutes, VIEW_STORE } from './reads/index.js';
import { resources } from './resources.js';
import { StreamsController } from './streams/streams.controller.js';
import { TimelineController } from './timeline/timeline.controller.js';

export interface QueryApiPorts {
  readonly viewStore: ViewStore;
  readonly eventStore: EventStore;
}

export interface QueryApiOptions extends QueryApiPorts {
  /** Public topics whose readers are granted the personal fields, as the relay knows them. */
  readonly personalTopics: readonly string[];
}

const ofCustomers = servedRoutes(
  [VIEW_STORE, ReadGate, DocumentAnswers, CustomerPast],
  (views: ViewStore, gate: ReadGate, answers: DocumentAnswers, past: CustomerPast) =>
    customerRoutes({ views, gate, answers }, past),
);
const ofRecords = servedRoutes(
  [VIEW_STORE, ReadGate, DocumentAnswers, RecordPast],
  (views: ViewStore, gate: ReadGate, answers: DocumentAnswers, past: RecordPast) => [
    ...Object.entries(resources).flatMap(([aggregate, one]) =>
      resourceRoutes(one, { views, gate, answers }, past.of(one.view, aggregate)),
    ),
    stageHistoryRoute({ views, gate, answers }, past.of(stageHistory, 'opportunity')),
  ],
);

/** The read side: read models as they are and as they were, raw streams, and the public feed. */
@Module({})
export class QueryApiModule {
  static with({ viewStore, eventStore, personalTopics }: QueryApiOptions): DynamicModule {
    return {
      module: QueryApiModule,
      controllers: [
        ScreenPopController,
        BoardController,
        MeasuresController,
        TimelineController,
        StreamsController,
        PublicEventsController,
        AsyncApiController,
      ],
      providers: [
        { provide: VIEW_STORE, useValue: viewStore },
        { provide: EVENT_STORE, useValue: eventStore },
        { provide: PERSONAL_TOPICS, useValue: personalTopics },
        ReadGate,
        DocumentAnswers,
        CustomerPast,
        RecordPast,
        ofCustomers,
        ofRecords,
      ],
    };
  }
}
