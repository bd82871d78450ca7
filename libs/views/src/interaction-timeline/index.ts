export { entryKinds, type EntryKind, type TimelineEntry } from './document.js';
export { customerOfEntry, interactionTimeline } from './interaction-timeline.js';
