import type { Random } from '../plan/random.js';
import type { Size, Want } from '../customers/account.js';

/** Something that customers want: a project, with what it takes. */
export interface Project {
  /** `{city}` is where it is. */
  readonly name: string;
  readonly need: string;
  readonly wants: (random: Random) => Want[];
}

const of = (sku: string, qty: number): Want => ({ sku, qty });

const homes: readonly Project[] = [
  {
    name: 'Heat pump for the house',
    need: 'The old oil boiler is to go before the winter.',
    wants: () => [of('HP-AIR-8', 1), of('SV-INST', 2)],
  },
  {
    name: 'Solar roof with storage',
    need: 'They want to use their own power in the evening.',
    wants: r => [of('PV-440', r.int(14, 26)), of('INV-10', 1), of('ST-10', 1), of('SV-INST', 2)],
  },
  {
    name: 'Wallbox at the carport',
    need: 'The electric car arrives in two months.',
    wants: () => [of('WB-11', 1), of('SV-INST', 1)],
  },
];

const small: readonly Project[] = [
  {
    name: 'Heat pump for the premises in {city}',
    need: 'The gas contract ends, and hot water is needed all day.',
    wants: r => [of('HP-AIR-12', r.int(1, 2)), of('SV-INST', r.int(2, 4)), of('MON-GW', 1)],
  },
  {
    name: 'Solar roof, {city}',
    need: 'The roof is being renewed, which is the moment for solar.',
    wants: r => [of('PV-440', r.int(30, 60)), of('INV-10', 2), of('SV-INST', 4)],
  },
  {
    name: 'Chargers for the car park',
    need: 'Guests and staff ask for chargers.',
    wants: r => [of('WB-22', r.int(2, 6)), of('SV-INST', 2)],
  },
  {
    name: 'Maintenance and monitoring',
    need: 'They had a standstill at a weekend that nobody noticed.',
    wants: () => [of('SV-MAINT', 2), of('MON-Y', 2)],
  },
];

const mid: readonly Project[] = [
  {
    name: 'Heat recovery at the {city} site',
    need: 'Waste heat of the process leaves by the roof.',
    wants: () => [of('HP-PRO-60', 1), of('SV-COMM', 1), of('SV-TRAIN', 1), of('MON-GW', 1)],
  },
  {
    name: 'Solar roof of the {city} site',
    need: 'Power is a fifth of their cost.',
    wants: r => [of('PV-440', r.int(120, 300)), of('INV-100', r.int(1, 2)), of('SV-INST', r.int(8, 14))],
  },
  {
    name: 'Battery storage against peak loads',
    need: 'The grid operator charges for the peaks.',
    wants: r => [of('ST-100', r.int(1, 2)), of('SV-COMM', 1), of('MON-Y', 3)],
  },
  {
    name: 'Charging park, {city}',
    need: 'Half of the fleet is to be electric by next year.',
    wants: r => [of('WB-22', r.int(10, 20)), of('DC-150', 1), of('SV-INST', 5)],
  },
];

const large: readonly Project[] = [
  {
    name: 'Heat supply of the {city} plant',
    need: 'The board wants the plant off gas.',
    wants: r => [of('HP-PRO-120', r.int(1, 3)), of('SV-COMM', 2), of('SV-TRAIN', 3), of('SV-MAINT', 5)],
  },
  {
    name: 'Solar and storage, {city}',
    need: 'They have to cover a third of their power themselves.',
    wants: r => [
      of('PV-440', r.int(400, 900)),
      of('INV-100', r.int(3, 6)),
      of('ST-100', r.int(2, 4)),
      of('SV-INST', 20),
    ],
  },
  {
    name: 'Fast charging for the fleet',
    need: 'The lorries must charge between two shifts.',
    wants: r => [of('DC-150', r.int(3, 6)), of('WB-22', r.int(20, 40)), of('SV-COMM', 1)],
  },
];

const wholesale: readonly Project[] = [
  {
    name: 'Wallboxes for stock',
    need: 'Their fitters wait for wallboxes.',
    wants: r => [of('WB-11', r.int(20, 40)), of('WB-22', r.int(10, 20))],
  },
  {
    name: 'Heat pumps for the season',
    need: 'They plan forty houses for the season.',
    wants: r => [of('HP-AIR-8', r.int(6, 12)), of('HP-AIR-12', r.int(4, 8))],
  },
  {
    name: 'Panels by the pallet',
    need: 'They buy where delivery is certain.',
    wants: r => [of('PV-440', 31 * r.int(5, 10)), of('INV-10', r.int(5, 10))],
  },
];

const bySize: Readonly<Record<Size, readonly Project[]>> = { private: homes, small, mid, large };

/** What customers of a kind and size want. */
export const projectsFor = (kind: string, size: Size): readonly Project[] =>
  kind === 'partner' ? wholesale : bySize[size];

/** What is ordered without much talk: spares, a year more of a service. */
export const smallOrders: Readonly<Record<Size, readonly ((random: Random) => Want[])[]>> = {
  private: [() => [of('MON-Y', 1)], () => [of('SV-MAINT', 1)], () => [of('WB-11', 1)]],
  small: [
    r => [of('SV-MAINT', r.int(1, 2))],
    r => [of('MON-GW', 1), of('MON-Y', r.int(1, 3))],
    r => [of('WB-11', r.int(1, 3)), of('SV-INST', 1)],
  ],
  mid: [
    r => [of('SV-MAINT', r.int(2, 4)), of('MON-Y', 2)],
    r => [of('WB-22', r.int(2, 8)), of('SV-INST', 2)],
    r => [of('PV-440', r.int(10, 40)), of('INV-10', 1)],
  ],
  large: [
    r => [of('SV-MAINT', r.int(4, 10)), of('MON-Y', r.int(4, 10))],
    r => [of('WB-22', r.int(10, 24)), of('SV-INST', 4)],
    () => [of('ST-100', 1), of('SV-COMM', 1)],
  ],
};
