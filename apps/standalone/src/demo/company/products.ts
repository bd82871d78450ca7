/** A product of the company: it sells heat pumps, storage, solar plants and chargers, and looks after them. */
export interface DemoProduct {
  readonly sku: string;
  readonly name: string;
  readonly family: string;
  readonly uom: string;
  readonly taxClass: string;
  readonly serialised: boolean;
  /** List price of one unit in euros, when the demo begins. */
  readonly euros: number;
  /** The list price in euros from a quantity on. */
  readonly byQuantity?: { readonly minQty: number; readonly euros: number };
  /** What one unit costs the company, in percent of list. */
  readonly costPct: number;
  /** When it came to the offer, and when it left it; dates. */
  readonly introduced: string;
  readonly retired?: string;
  readonly replacement?: string;
}

type Rest = Pick<DemoProduct, 'euros' | 'costPct'> & Partial<DemoProduct>;

const device = (family: string, [sku, name]: readonly [string, string], rest: Rest): DemoProduct => ({
  sku,
  name,
  family,
  uom: 'piece',
  taxClass: 'standard',
  serialised: true,
  introduced: '2024-07-01',
  ...rest,
});

const service = ([sku, name]: readonly [string, string], uom: string, rest: Rest): DemoProduct => ({
  ...device('Services', [sku, name], rest),
  uom,
  taxClass: 'service',
  serialised: false,
});

export const products: readonly DemoProduct[] = [
  device('Heat pumps', ['HP-AIR-8', 'Aera 8 heat pump, 8 kW'], { euros: 7490, costPct: 58 }),
  device('Heat pumps', ['HP-AIR-12', 'Aera 12 heat pump, 12 kW'], {
    euros: 9250,
    costPct: 60,
    retired: '2025-06-30',
    replacement: 'HP-AIR-12S',
  }),
  device('Heat pumps', ['HP-AIR-12S', 'Aera 12 Silent heat pump, 12 kW'], {
    euros: 9690,
    costPct: 57,
    introduced: '2025-03-03',
  }),
  device('Heat pumps', ['HP-PRO-60', 'Aera Pro 60 industrial heat pump'], { euros: 48_900, costPct: 62 }),
  device('Heat pumps', ['HP-PRO-120', 'Aera Pro 120 industrial heat pump'], { euros: 86_500, costPct: 61 }),
  device('Storage', ['ST-10', 'Volta 10 battery storage, 10 kWh'], { euros: 5290, costPct: 66 }),
  device('Storage', ['ST-100', 'Volta 100 battery cabinet, 100 kWh'], { euros: 39_800, costPct: 68 }),
  device('Solar', ['PV-440', 'Sola 440 solar panel, 440 W'], {
    euros: 148,
    byQuantity: { minQty: 50, euros: 129 },
    costPct: 63,
    serialised: false,
  }),
  device('Solar', ['INV-10', 'Sola inverter, 10 kW'], { euros: 1890, costPct: 60 }),
  device('Solar', ['INV-100', 'Sola inverter, 100 kW'], { euros: 9450, costPct: 62 }),
  device('Charging', ['WB-11', 'Lumo 11 wallbox'], { euros: 749, costPct: 55 }),
  device('Charging', ['WB-22', 'Lumo 22 wallbox with meter'], {
    euros: 1190,
    byQuantity: { minQty: 10, euros: 1090 },
    costPct: 54,
  }),
  device('Charging', ['DC-150', 'Lumo DC 150 fast charger'], { euros: 38_900, costPct: 65 }),
  device('Monitoring', ['MON-GW', 'Beacon gateway'], { euros: 320, costPct: 45 }),
  service(['MON-Y', 'Beacon monitoring, one year'], 'year', { euros: 240, costPct: 20, family: 'Monitoring' }),
  service(['SV-INST', 'Installation, one day'], 'day', { euros: 980, costPct: 70 }),
  service(['SV-COMM', 'Commissioning of an industrial plant'], 'piece', { euros: 2400, costPct: 55 }),
  service(['SV-MAINT', 'Maintenance, one year'], 'year', { euros: 690, costPct: 50 }),
  service(['SV-TRAIN', 'Training of operators, one day'], 'day', { euros: 1150, costPct: 45 }),
];

const bySku: ReadonlyMap<string, DemoProduct> = new Map(products.map(one => [one.sku, one]));

export function productOf(sku: string): DemoProduct {
  const found = bySku.get(sku);
  if (found === undefined) throw new Error(`there is no product ${sku}`);
  return found;
}

/** The product on offer on a date: the replacement of one that has been retired by then. */
export function onOffer(sku: string, day: string): DemoProduct {
  const product = productOf(sku);
  return product.retired !== undefined && product.replacement !== undefined && day >= product.retired
    ? onOffer(product.replacement, day)
    : product;
}

/** Whether it is shipped; the others are done. */
export const isGoods = (sku: string): boolean => productOf(sku).taxClass === 'standard';
