import { Module, type DynamicModule } from '@nestjs/common';
import type { ProjectionGroup } from '@touchstream/projections';
import type { ViewStore } from '@touchstream/view-store';
import { PROJECTED_VIEWS, PROJECTIONS, ProjectionsController } from './projections.controller.js';

/** The operator's routes of the projector. */
@Module({})
export class ProjectorModule {
  static with({ group, viewStore }: { readonly group: ProjectionGroup; readonly viewStore: ViewStore }): DynamicModule {
    return {
      module: ProjectorModule,
      controllers: [ProjectionsController],
      providers: [
        { provide: PROJECTIONS, useValue: group },
        { provide: PROJECTED_VIEWS, useValue: viewStore },
      ],
    };
  }
}
