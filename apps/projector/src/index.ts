export { Projector, type ProjectorOptions, type Sharing } from './projector.js';
export type { LoopStatus, ProjectorStatus } from './projector-status.js';
export * from './projector.module.js';
export { consequencesOf } from './reactor.js';
export { enginesOfViews, projectorSettings, sharingOf, sharingSettings } from './settings.js';
