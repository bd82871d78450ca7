import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from '@touchstream/platform';
import type { ViewStore } from '@touchstream/view-store';
import { PROJECTED_VIEWS, PROJECTIONS_LOGGER, ProjectionsController, PROJECTOR } from './projections.controller.js';
import type { Projector } from './projector.js';

/** The operator's routes of the projector. */
@Module({})
export class ProjectorModule {
  static with({
    projector,
    viewStore,
    logger,
  }: {
    readonly projector: Projector;
    readonly viewStore: ViewStore;
    readonly logger: Logger;
  }): DynamicModule {
    return {
      module: ProjectorModule,
      controllers: [ProjectionsController],
      providers: [
        { provide: PROJECTOR, useValue: projector },
        { provide: PROJECTED_VIEWS, useValue: viewStore },
        { provide: PROJECTIONS_LOGGER, useValue: logger },
      ],
    };
  }
}
