import { order } from '@touchstream/domain';
import { commandRoutes } from '../commands/index.js';

export const orderRoutes = commandRoutes(order, {
  tag: 'Orders',
  base: '/v1/orders',
  paths: {
    PlaceOrder: '',
    ConfirmOrder: '/confirm',
    ChangeOrder: '/change',
    CancelOrder: '/cancel',
    HoldOrder: '/hold',
    ReleaseOrder: '/release',
    CompleteOrder: '/complete',
    RecordShipment: '/shipments',
    RecordDelivery: '/deliveries',
    MirrorInvoice: '/invoices',
    MirrorCreditNote: '/credit-notes',
    MirrorPayment: '/payments',
    RecordPaymentOverdue: '/overdue',
    RecordMargin: '/margin',
  },
});
