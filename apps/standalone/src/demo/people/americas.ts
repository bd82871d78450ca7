import { firms, names, type Locale } from './locale.js';

const americas = { team: 'team-americas', currency: 'USD' } as const;

export const unitedStates: Locale = {
  ...americas,
  country: 'US',
  region: 'North America',
  language: 'en-US',
  timezone: 'America/New_York',
  utcHours: -5,
  taxPct: 7.25,
  mobile: '(917) 555-01##',
  givenNames: names('Marisol, Tyrone, Kaylee, DeShawn, Joanna, Raúl, Nathaniel, Renée, Wesley, Amara, Chloe'),
  familyNames: names('Whitaker, Delacroix, Nguyen, Castañeda, Goldberg, Freeman, Kowalski, Abernathy, Reyes, Tran'),
  fullName: '{given} {family}',
  household: 'The {family} family',
  places: [
    { city: 'Columbus', region: 'OH', postcode: '432##', phone: '(614) 555-01##' },
    { city: 'Austin', region: 'TX', postcode: '787##', phone: '(512) 555-01##' },
    { city: 'Denver', region: 'CO', postcode: '802##', phone: '(303) 555-01##' },
    { city: 'Portland', region: 'OR', postcode: '972##', phone: '(503) 555-01##' },
    { city: 'Boston', region: 'MA', postcode: '021##', phone: '(617) 555-01##' },
  ],
  streets: ['{n} Cottonwood Avenue', '{n} Riverside Drive', '{n} Old Mill Road', 'Suite {n}, 8 Commerce Square'],
  firms: firms(`
    Bluebonnet Cold Storage LLC | bluebonnet-cold | logistics
    Cinder Creek Brewing Inc. | cinder-creek | food
    Whitaker Precision Castings Inc. | whitaker-castings | manufacturing
    Mile High Lodge & Spa LLC | mile-high-lodge | hotels
    Freeman Family Farms LLC | freeman-farms | agriculture
    Old Mill School District | old-mill-schools | education
    Juniper Hill Medical Group PC | juniper-hill-medical | health
    Castañeda Solar & Roofing Inc. | castaneda-solar | installation
    Redwood Compute Inc. | redwood-compute | technology
    City of Alder Falls | alder-falls | public
    Abernathy Home & Garden Stores Inc. | abernathy-home | retail
    Lakeshore HVAC Contractors Inc. | lakeshore-hvac | installation
  `),
  persons: 3,
  households: 3,
};

export const brazil: Locale = {
  ...americas,
  country: 'BR',
  region: 'Latin America',
  language: 'pt-BR',
  timezone: 'America/Sao_Paulo',
  utcHours: -3,
  taxPct: 18,
  mobile: '(11) 95550-01##',
  givenNames: names('João, Conceição, Antônio, Letícia, Márcio, Débora'),
  familyNames: names('Gonçalves, Araújo, Simões, Brandão, Magalhães'),
  fullName: '{given} {family}',
  household: 'Família {family}',
  places: [
    { city: 'São Paulo', region: 'SP', postcode: '01###-000', phone: '(11) 3555-01##' },
    { city: 'Belo Horizonte', region: 'MG', postcode: '30###-000', phone: '(31) 3555-01##' },
  ],
  streets: ['Rua das Acácias, {n}', 'Avenida São João, {n}', 'Alameda dos Ipês, {n}'],
  firms: firms(`
    Laticínios Serra Azul Ltda. | serra-azul | food
    Frigorífico Três Irmãos S.A. | frigorifico-tres-irmaos | food
    Hotéis Maré Mansa Ltda. | mare-mansa | hotels
    Solário Instalações Ltda. | solario | installation
    Cafés Simões & Irmãos | cafes-simoes | agriculture
  `),
  persons: 1,
  households: 1,
};
