import { answer, oneProblems, problemResponses, readHeaders } from '@touchstream/platform';
import type { JsonSchema } from '@touchstream/events';
import { measureParameters } from './measured.js';

const { instant, list, money, nullable, number, object, text, whole } = answer;

const rate = (of: string) => nullable(number(`${of}; null where there is nothing to divide by.`));
const days = (of: string) => nullable(number(`${of}, in days.`));

/** The schema of a measure's route. */
export const measureSchema = (
  {
    operationId,
    summary,
    description,
  }: {
    readonly operationId: string;
    readonly summary: string;
    readonly description: string;
  },
  measure: Readonly<Record<string, JsonSchema>>,
  parameters: object = {},
) => ({
  summary,
  description,
  operationId,
  tags: ['Pipeline'],
  headers: readHeaders,
  querystring: { type: 'object', additionalProperties: false, properties: { ...measureParameters, ...parameters } },
  response: {
    200: {
      description: 'The measure, with what it was taken over.',
      ...object({
        from: instant(),
        to: instant(),
        at: instant('The cut-off.'),
        position: text('The position the view is at.'),
        viewVersion: whole(),
        ...measure,
      }),
    },
    ...problemResponses(oneProblems),
  },
});

export const conversionItems = list(
  object({
    from: text('The stage i.'),
    to: text('The stage j.'),
    entered: whole('First entered i in the period.'),
    reached: whole('Of these: reached a stage of the order of j or higher, or were won.'),
    stillOpen: whole('Of these: neither reached it nor closed.'),
    rate: rate('reached ÷ entered'),
    stillOpenShare: rate('stillOpen ÷ entered'),
  }),
);

const stays = object({ stays: whole(), meanDays: days('Mean') });
export const timeInStageItems = list(
  object({
    stageId: text(),
    closed: object({ stays: whole(), meanDays: days('Mean') }, { description: 'Stays that ended in the period.' }),
    perDeal: object(
      { deals: whole(), meanDays: days('Mean') },
      { description: 'The same, several stays of one deal added up first.' },
    ),
    open: { ...stays, description: 'Stays not ended by the cut-off: how long they last already.' },
  }),
);

export const winRateProperties = {
  won: whole(),
  lost: whole('Abandoned ones among them.'),
  rate: rate('won ÷ (won + lost)'),
  byValue: list(object({ won: money(), lost: money(), rate: rate('won ÷ (won + lost)') }), 'By currency.'),
};

export const salesCycleProperties = {
  deals: whole('Deals won in the period.'),
  meanDays: days('Mean'),
  medianDays: days('Median'),
  p90Days: days('90th percentile'),
};

export const velocityItems = list(
  object({
    currency: text(),
    qualified: whole(
      'Open at the end of the period or the cut-off, the earlier, in a stage of at least the order asked for.',
    ),
    winRate: rate('won ÷ (won + lost)'),
    meanWon: nullable(money('Mean amount of the deals won, rounded.')),
    medianCycleDays: days('Median sales cycle'),
    perDay: nullable(money('A day, rounded.')),
  }),
);
