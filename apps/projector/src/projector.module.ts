import { Module, type DynamicModule } from '@nestjs/common';
import type { ViewStore } from '@touchstream/view-store';
import { PROJECTED_VIEWS, ProjectionsController, PROJECTOR } from './projections.controller.js';
import type { Projector } from './projector.js';

/** The operator's routes of the projector. */
@Module({})
export class ProjectorModule {
  static with({
    projector,
    viewStore,
  }: {
    readonly projector: Projector;
    readonly viewStore: ViewStore;
  }): DynamicModule {
    return {
      module: ProjectorModule,
      controllers: [ProjectionsController],
      providers: [
        { provide: PROJECTOR, useValue: projector },
        { provide: PROJECTED_VIEWS, useValue: viewStore },
      ],
    };
  }
}
