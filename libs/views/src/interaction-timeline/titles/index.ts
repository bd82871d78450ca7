import type { EventEnvelope, EventType } from '@touchstream/events';
import { contactTitles, customerTitles, interactionTitles } from './customer.js';
import { opportunityTitles, orderTitles, quoteTitles } from './sales.js';
import { callTitles, caseTitles } from './service.js';
import type { Titles } from './title.js';

export const titles: Titles = {
  ...customerTitles,
  ...contactTitles,
  ...interactionTitles,
  ...opportunityTitles,
  ...quoteTitles,
  ...orderTitles,
  ...caseTitles,
  ...callTitles,
};

/** `contract.renewal-due` is `Contract renewal due`: what an event is called that has no sentence of its own. */
export function plainTitle(type: string): string {
  const words = type.replaceAll(/[.-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** One plain sentence that says what happened. */
export function titleOf(event: EventEnvelope): string {
  const title = titles[event.type as EventType] as ((data: unknown) => string) | undefined;
  return title === undefined ? plainTitle(event.type) : title(event.data);
}
