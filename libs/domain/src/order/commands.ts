import { orderBillingCommands } from './billing-commands.js';
import { orderCourseCommands } from './course-commands.js';
import { orderShippingCommands } from './shipping-commands.js';

export const orderCommands = { ...orderCourseCommands, ...orderShippingCommands, ...orderBillingCommands };
