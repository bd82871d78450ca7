export type * from './document.js';
export { interactionTimeline } from './interaction-timeline.js';
