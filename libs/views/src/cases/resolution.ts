import type { View } from '../view/index.js';
import type { CaseDoc } from './document.js';
import { asIn, contacted } from './handling.js';

/** How a case comes to its end, and back. */
export const resolution: View<CaseDoc>['on'] = {
  'case.resolved': (doc, { data }) => ({
    ...asIn(doc, data.case),
    resolution: {
      code: data.resolutionCode,
      articleId: data.articleId ?? null,
      note: data.note ?? null,
      at: data.at,
      by: data.by,
    },
  }),
  'case.resolution-confirmed': (doc, { data }) => ({ ...asIn(doc, data.case), confirmedAt: data.at }),
  'case.resolution-rejected': (doc, { data }) => ({
    ...contacted(asIn(doc, data.case), data.at),
    resolution: null,
  }),
  'case.reopened': (doc, { data }) => ({
    ...asIn(doc, data.case),
    resolution: null,
    confirmedAt: null,
    closedAt: null,
    closeReason: null,
    reopenings: data.reopenings,
  }),
  'case.closed': (doc, { data }) => ({
    ...asIn(doc, data.case),
    closedAt: data.at,
    closeReason: data.reason ?? null,
  }),
};
