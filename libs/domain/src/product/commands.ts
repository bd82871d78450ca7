import { Flag, Id, Optional, Personal, Text } from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

@CommandContract({
  summary: 'Introduce a product',
  example: { sku: 'GTX-PRO', name: 'GTX Pro', family: 'GTX', uom: 'piece', taxClass: 'standard', serialised: true },
})
export class IntroduceProduct extends CommandBody {
  /** Unique; derived from the product's id where it is left out. */
  @Optional() @Text(100) sku?: string;
  @Text(200) name!: string;
  @Optional() @Text(200) family?: string;
  /** Unit of measure that quantities count: `piece`, `hour`, `kg`. */
  @Text(50) uom!: string;
  @Id() taxClass!: string;
  /** Whether each piece has a serial number. */
  @Flag() serialised!: boolean;
}

@CommandContract({ summary: 'Change the description of a product', example: { name: 'GTX Pro 2' } })
export class ChangeProduct extends CommandBody {
  @Optional() @Text(200) name?: string;
  @Optional() @Text(200) family?: string;
  @Optional() @Text(50) uom?: string;
  @Optional() @Id() taxClass?: string;
}

@CommandContract({
  summary: 'Take a product off the offer',
  example: { replacementId: '0197f000-0000-7000-8000-00000000000d', reason: 'End of life' },
})
export class RetireProduct extends CommandBody {
  @Optional() @Id() replacementId?: string;
  @Personal() @Optional() @Text(500) reason?: string;
}

export const productCommands = { IntroduceProduct, ChangeProduct, RetireProduct };
