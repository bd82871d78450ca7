import { Choice, Id, Instant, Money, Nested, Optional, Text, Whole } from '../contract/index.js';

export const directions = ['inbound', 'outbound', 'internal'] as const;
export type Direction = (typeof directions)[number];

export const concessionTypes = ['discount', 'refund', 'credit', 'voucher', 'gift', 'goodwill', 'other'] as const;

/** What was granted in the course of a touch. */
export class Concession {
  @Choice(concessionTypes) type!: (typeof concessionTypes)[number];
  @Optional() @Nested(() => Money) value?: Money;
  @Optional() @Text(500) note?: string;
}

export const relatedKinds = [
  'opportunity',
  'quote',
  'order',
  'case',
  'call',
  'interaction',
  'product',
  'other',
] as const;

/** Another record that something is about. */
export class RelatedRecord {
  @Choice(relatedKinds) kind!: (typeof relatedKinds)[number];
  @Id() id!: string;
}

/** A page that a visitor looked at. */
export class PageView {
  @Text(2000) url!: string;
  @Optional() @Text(300) title?: string;
  @Optional() @Instant() at?: string;
  @Optional() @Whole(0, 86_400) seconds?: number;
}

export const costKinds = ['labour', 'travel', 'material', 'shipping', 'hospitality', 'fee', 'other'] as const;

/** The fields that a correction of an interaction may touch. */
export const interactionFields = [
  'contactIds',
  'ownerId',
  'channel',
  'direction',
  'place',
  'startedAt',
  'durationMin',
  'subject',
  'summary',
  'summaryRef',
  'cost',
  'concessions',
  'relatedTo',
] as const;
