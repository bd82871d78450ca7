export * from './projector.js';
export * from './projector.module.js';
export { consequencesOf } from './reactor.js';
export { projectorSettings } from './settings.js';
