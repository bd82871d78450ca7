import { quote } from '@touchstream/domain';
import { commandRoutes } from '../commands/index.js';

export const quoteRoutes = commandRoutes(quote, {
  tag: 'Quotes',
  base: '/v1/quotes',
  paths: {
    DraftQuote: '',
    AddQuoteLine: '/lines',
    ChangeQuoteLine: '/lines/change',
    RemoveQuoteLine: '/lines/remove',
    ApplyDiscount: '/discount',
    ReviseQuote: '/revise',
    RequestQuoteApproval: '/approval',
    ApproveDiscount: '/approval/approve',
    RejectDiscount: '/approval/reject',
    SendQuote: '/send',
    RecordQuoteView: '/views',
    AcceptQuote: '/accept',
    RejectQuote: '/reject',
    ExpireQuote: '/expire',
    WithdrawQuote: '/withdraw',
  },
});
