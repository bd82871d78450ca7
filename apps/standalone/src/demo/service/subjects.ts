import type { Channel, Direction } from '@touchstream/events';
import type { Matter } from './casework.js';
import type { Grievance } from './complaining.js';

/** What touches are about, by channel. `{city}` is where the customer is. */
export interface TouchSubject {
  readonly channel: Channel;
  readonly direction: Direction;
  readonly subject: string;
  readonly summary: string;
  readonly minutes?: number;
}

const touchOf =
  (channel: Channel, direction: Direction, minutes?: number) =>
  (subject: string, summary: string): TouchSubject => ({
    channel,
    direction,
    subject,
    summary,
    ...(minutes && { minutes }),
  });
const mailIn = touchOf('email', 'inbound');
const mailOut = touchOf('email', 'outbound');
const visit = touchOf('visit', 'outbound', 90);
const chat = touchOf('chat', 'inbound', 12);

/** Between the company and firms. */
export const firmTouches: readonly TouchSubject[] = [
  mailIn('Question about delivery times', 'They need the panels before the scaffolding comes down.'),
  mailIn('Asks for data sheets', 'Sound levels and the certificate of the refrigerant.'),
  mailIn('Change of the billing department', 'Invoices go to the new address from next month on.'),
  mailOut('Reference project', 'Sent the story of a dairy that halved its gas use.'),
  mailOut('Invitation to the open house', 'Two places for the tour of the test field.'),
  mailOut('Yearly report of the plant', 'It ran 96 percent of the hours; one filter was due.'),
  visit('Site survey in {city}', 'Measured the plant room; the door is too narrow for one piece.'),
  visit('Yearly review', 'Satisfied with the plant, less so with the time to answer mails.'),
  visit('Plant tour with the technicians', 'They plan a second line for next year.'),
  touchOf('fair', 'inbound', 25)('Talk at the fair', 'Interested in storage; has a quote of a competitor.'),
  touchOf('fair', 'inbound', 15)('Met at the trade fair', 'Asked for a visit in the new quarter.'),
  chat('Gateway offline', 'After a change of the router; the wizard solved it.'),
  chat('Where is the manual?', 'Sent the link to the manual in their language.'),
  touchOf('letter', 'inbound')('Confirmation of balances', 'Their auditors ask for the open items.'),
  touchOf('letter', 'outbound')('Change of the general terms', 'Sent with the invoice, in two copies.'),
  touchOf('social', 'inbound')(
    'Posted about the new roof',
    'Praised the fitters; we thanked them and asked for a picture.',
  ),
  touchOf('sms', 'outbound')('Reminder of the appointment', 'The technician comes tomorrow between 8 and 10.'),
  touchOf('portal', 'inbound')('Meter readings', 'Entered the readings of the quarter.'),
  touchOf('partner', 'inbound', 30)('Planner asks on their behalf', 'Wants a variant without storage.'),
  touchOf('fax', 'inbound')('Signed acceptance protocol', 'Two small defects are noted on page two.'),
];

/** Between the company and private people. */
export const homeTouches: readonly TouchSubject[] = [
  mailIn('Question about the subsidy', 'They need the confirmation of the fitter for the application.'),
  mailIn('Appointment for the maintenance', 'Best on a Friday afternoon.'),
  mailOut('Tips for the first winter', 'How to set the curve and the night mode.'),
  mailOut('Thanks for the order', 'With the names of the fitters and their numbers.'),
  chat('App does not find the wallbox', 'It was in the guest network.'),
  chat('What does the red light mean?', 'The filter; they cleaned it themselves.'),
  touchOf('kiosk', 'inbound', 8)('Quick check at the hardware store', 'The kiosk suggests eight kilowatts.'),
  touchOf('pos', 'inbound', 20)('Advice in the showroom', 'Listened to the heat pump running.'),
  touchOf('social', 'inbound')('Question under a video', 'How loud is it at night?'),
  touchOf('sms', 'outbound')('Reminder of the appointment', 'The fitters come tomorrow at 7:30.'),
  touchOf('visit', 'outbound', 60)('Survey of the house in {city}', 'The cellar is dry, the lines are short.'),
];

/** What people call about. */
export const callNotes: readonly (readonly [disposition: string, notes: string])[] = [
  ['answered', 'Asked when the technician comes; told the day and the hour.'],
  ['answered', 'Wanted a copy of the invoice; sent while on the line.'],
  ['answered', 'Asked whether the storage can be enlarged later. It can.'],
  ['solved', 'Display frozen; a restart helped.'],
  ['solved', 'Could not log in to the portal; password set anew.'],
  ['case-opened', 'A noise since the weekend; passed on to the service.'],
  ['follow-up', 'Wants an offer for a second charger.'],
  ['follow-up', 'Considers more panels in the spring; call again in March.'],
  ['no-interest', 'Nothing is planned this year.'],
  ['appointment', 'Visit agreed for next week.'],
];

/** Cases that are no complaints, with how they end. */
export interface Trouble extends Matter {
  readonly path: readonly string[];
  readonly solution: string;
  readonly code: string;
}

export const troubles: readonly Trouble[] = [
  {
    kind: 'incident',
    subject: 'Heat pump stops with error E12',
    description: 'Since this morning, twice already. The house gets cold.',
    category: 'heat-pump',
    severity: 'high',
    priority: 'high',
    path: ['Error E12: low pressure', 'No leak found', 'Sensor reads too low'],
    solution: 'Exchange of the pressure sensor under warranty.',
    code: 'part-exchanged',
  },
  {
    kind: 'incident',
    subject: 'Inverter shows no yield',
    description: 'The app shows zero since Tuesday, though the sun shines.',
    category: 'solar',
    path: ['Inverter runs', 'Gateway without connection'],
    solution: 'Gateway connected anew; the yield had been counted all the time.',
    code: 'remote-fix',
  },
  {
    kind: 'incident',
    subject: 'Wallbox trips the fuse',
    category: 'charging',
    severity: 'high',
    priority: 'urgent',
    path: ['Trips at 32 A only', 'Cable of the wrong section'],
    solution: 'The electrician changes the cable; limited to 16 A until then.',
    code: 'fitter-sent',
  },
  {
    kind: 'incident',
    subject: 'Storage does not charge beyond 80 percent',
    category: 'storage',
    path: ['Firmware 2.1', 'Known fault of this version'],
    solution: 'Update to firmware 2.2 over the air.',
    code: 'firmware',
  },
  {
    kind: 'question',
    subject: 'How do we read the meter values?',
    category: 'monitoring',
    severity: 'low',
    path: ['Portal without the right role'],
    solution: 'Gave the role, sent the page of the manual.',
    code: 'explained',
  },
  {
    kind: 'question',
    subject: 'Which refrigerant is in the plant?',
    category: 'heat-pump',
    severity: 'low',
    priority: 'low',
    path: ['Looked up by the serial number'],
    solution: 'R290; sent the certificate.',
    code: 'explained',
  },
  {
    kind: 'request',
    subject: 'Please move the appointment for the maintenance',
    category: 'appointment',
    severity: 'low',
    path: ['Fitter is free a week later'],
    solution: 'Moved by a week.',
    code: 'done',
  },
  {
    kind: 'request',
    subject: 'Second gateway for the annex',
    category: 'monitoring',
    path: ['Range of the first one ends at the wall'],
    solution: 'A second gateway was ordered.',
    code: 'order-placed',
  },
];

export const grievances: readonly Grievance[] = [
  {
    subject: 'Delivered two weeks late',
    description: 'The fitters stood there and had nothing to fit. Who pays for their days?',
    category: 'delivery',
    findings: 'The carrier lost the pallet; nobody told the customer.',
    rootCause: 'carrier',
    unit: 'logistics',
    action: 'The carrier reports delays on the same day; the portal shows them.',
  },
  {
    subject: 'Casing scratched on arrival',
    description: 'A scratch as long as a hand, at the front.',
    category: 'damage',
    findings: 'The packaging has no edge protection on one side.',
    rootCause: 'packaging',
    unit: 'logistics',
    action: 'Edge protection on all four sides.',
  },
  {
    subject: 'Invoiced although it was agreed otherwise',
    description: 'The second day of installation was to be free of charge.',
    category: 'billing',
    findings: 'The agreement stood in a mail, not in the quote.',
    rootCause: 'quote-incomplete',
    unit: 'sales',
    action: 'Agreements go into the quote before it is sent.',
  },
  {
    subject: 'Louder than promised',
    description: 'We measured 48 dB at the window. The data sheet says 42.',
    category: 'product',
    findings: 'Fitted in a corner, which adds 6 dB.',
    rootCause: 'installation-site',
    unit: 'service',
    action: 'The survey asks for walls within three metres.',
  },
  {
    subject: 'Nobody calls back',
    description: 'Three calls, three promises, no answer.',
    category: 'service',
    findings: 'The callbacks were in the queue of a team that no longer exists.',
    rootCause: 'queue',
    unit: 'service',
    action: 'Queues without agents raise an alarm.',
  },
];

export const lossReasons = ['Price', 'Budget cut', 'Competitor was faster', 'Stays with the present supplier'] as const;
export const winReasons = ['Delivery time', 'Low noise', 'Service nearby', 'Price', 'References'] as const;
export const leadSources = ['Website', 'Recommendation', 'Trade fair', 'Existing customer', 'Partner', 'Call'] as const;
