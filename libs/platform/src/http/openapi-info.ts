import type { OpenApiInfo } from './openapi.js';

/** The head of an app's OpenAPI document; every app keeps the same conventions. */
export const openApiInfo = (title: string): OpenApiInfo => ({
  info: {
    title,
    version: '0.1.0',
    description: [
      'An event-sourced CRM: every customer touchpoint is an event, and every view is a fold of the events.',
      '',
      '**Writes** are task-shaped posts. `X-Actor` names who acts and is required. Send an `Idempotency-Key` (a UUIDv7 is best) so that a repeated request gives the same answer and no second event, and `If-Match` with the ETag you have seen to change nothing that others have changed since.',
      '',
      '**Reads** take `X-Min-Position` with the `position` that a write answered, to read what you wrote. Lists are paged by cursor: give `next` as `after`. The events of a stream are paged by revision: give `next` as `from`.',
      '',
      '**Events** are described by an AsyncAPI document at [`/asyncapi.json`](/asyncapi.json).',
      '',
      '**Errors** are problem details (RFC 9457); their kinds are described at `/problems`.',
    ].join('\n'),
  },
});
