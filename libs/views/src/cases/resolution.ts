import type { View } from '../view/index.js';
import type { CaseDoc } from './document.js';
import { contacted, statusInWork } from './handling.js';

/** How a case comes to its end, and back. */
export const resolution: View<CaseDoc>['on'] = {
  'case.resolved': (doc, { data }) => ({
    ...doc,
    status: 'resolved',
    resolution: {
      code: data.resolutionCode,
      articleId: data.articleId ?? null,
      note: data.note ?? null,
      at: data.at,
      by: data.by,
    },
  }),
  'case.resolution-confirmed': (doc, { data }) => ({ ...doc, status: 'confirmed', confirmedAt: data.at }),
  'case.resolution-rejected': (doc, { data }) => ({
    ...contacted(doc, data.at),
    status: statusInWork(doc.firstRespondedAt !== null),
    resolution: null,
  }),
  'case.reopened': doc => ({
    ...doc,
    status: statusInWork(doc.firstRespondedAt !== null),
    resolution: null,
    confirmedAt: null,
    closedAt: null,
    closeReason: null,
    reopenings: doc.reopenings + 1,
  }),
  'case.closed': (doc, { data }) => ({
    ...doc,
    status: 'closed',
    closedAt: data.at,
    closeReason: data.reason ?? null,
  }),
};
