import { Id, ListOf, Optional, Personal, Quantity, Text, TextList } from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

/** What a shipment has of a line. */
export class ShippedLine {
  @Id() lineId!: string;
  @Quantity() qty!: number;
  @Optional() @TextList(100, { max: 200 }) serials?: string[];
}

@CommandContract({
  summary: 'Record a shipment of an order',
  example: {
    shipmentId: 'ship-1',
    lines: [{ lineId: 'line-1', qty: 1, serials: ['SN-0001'] }],
    carrier: 'Colissimo',
    tracking: '6A12345678901',
  },
})
export class RecordShipment extends CommandBody {
  /** Derived from the command's id where it is left out. */
  @Optional() @Id() shipmentId?: string;
  @ListOf(() => ShippedLine, { min: 1, max: 200 }) lines!: ShippedLine[];
  @Optional() @Text(100) carrier?: string;
  @Optional() @Text(100) tracking?: string;
}

@CommandContract({
  summary: 'Record that a shipment arrived',
  example: { shipmentId: 'ship-1', receivedBy: 'Jean Dupont' },
})
export class RecordDelivery extends CommandBody {
  @Id() shipmentId!: string;
  /** Who took it. */
  @Optional() @Text(200) @Personal() receivedBy?: string;
}

export const orderShippingCommands = { RecordShipment, RecordDelivery };
