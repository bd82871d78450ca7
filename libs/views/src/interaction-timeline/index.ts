export type * from './document.js';
export { customerOfEntry, interactionTimeline } from './interaction-timeline.js';
