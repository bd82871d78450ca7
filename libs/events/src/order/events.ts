import { orderBilling } from './billing.js';
import { orderCourse } from './course.js';
import { orderShipping } from './shipping.js';

export const orderEvents = { ...orderCourse, ...orderShipping, ...orderBilling };
