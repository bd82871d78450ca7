export type { IsKnown, PreparedCommand } from './command-plan.js';
export { Identities } from './identity.js';
export {
  FileDoesNotFit,
  preparedBefore,
  RowPlanner,
  type PlannedRow,
  type PlanningOptions,
  type RowFault,
} from './file-plan.js';
