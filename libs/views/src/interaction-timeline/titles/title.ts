import type { EventData, EventType, Money } from '@touchstream/events';

/** A sentence for each event type, made of its payload. */
export type Titles = { readonly [T in EventType]?: (data: Readonly<EventData<T>>) => string };

/** `54000.00 USD` */
export const inWords = ({ amount, currency }: Readonly<Money>): string => `${amount} ${currency}`;

/** ` (text)`, or nothing. */
export const bracketed = (text: string | undefined): string => (text === undefined ? '' : ` (${text})`);

/** `: text`, or nothing. */
export const because = (text: string | undefined): string => (text === undefined ? '' : `: ${text}`);

/** `name and 2 more`, of the names of fields that changed. */
export const fieldsChanged = (changes: readonly { readonly field: string }[]): string =>
  changes.map(one => one.field).join(', ');
