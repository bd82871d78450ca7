import { firms, names, type Locale } from './locale.js';

const europe = { team: 'team-europe', currency: 'EUR', region: 'Western Europe' } as const;

export const germany: Locale = {
  ...europe,
  country: 'DE',
  language: 'de',
  timezone: 'Europe/Berlin',
  utcHours: 1,
  taxPct: 19,
  mobile: '0171 39200##',
  givenNames: names('Jürgen, Sabine, Björn, Käthe, Lukas, Annegret, Tobias, Friederike, Jörg, Miriam, Torsten, Güler'),
  familyNames: names(
    'Schröder, Köhler, Großmann, Weiß, Bäumler, Lindner, Vogt, Hübner, Brandt, Yıldız, Kühn, Ostermann, Fröhlich, Zöllner',
  ),
  fullName: '{given} {family}',
  household: 'Familie {family}',
  places: [
    { city: 'Berlin', postcode: '10###', phone: '030 23125 ###' },
    { city: 'Hamburg', postcode: '20###', phone: '040 66969 ###' },
    { city: 'München', region: 'Bayern', postcode: '80###', phone: '089 99998 ###' },
    { city: 'Köln', region: 'Nordrhein-Westfalen', postcode: '50###', phone: '0221 4710 ###' },
    { city: 'Frankfurt am Main', region: 'Hessen', postcode: '60###', phone: '069 90009 ###' },
  ],
  streets: ['Lindenstraße {n}', 'Am Güterbahnhof {n}', 'Schillerstraße {n}', 'Industriestraße {n}', 'Mühlenweg {n}'],
  firms: firms(`
    Bäckerei Sommerfeld GmbH | baeckerei-sommerfeld | food
    Hansekühlhaus Brinkmann KG | brinkmann-kuehlhaus | logistics
    Wohnbaugenossenschaft Lindenhof eG | lindenhof | property
    Feinwerk Großmann GmbH & Co. KG | feinwerk-grossmann | manufacturing
    Hotel Drei Könige am Rhein GmbH | drei-koenige | hotels
    Molkerei Allgäuer Hof GmbH | allgaeuer-hof | food
    Klinikum Sankt Ägidius gGmbH | sankt-aegidius | health
    Stadtwerke Neuenfurt GmbH | stadtwerke-neuenfurt | public
    Spedition Kröger & Töchter | kroeger-spedition | logistics
    Solarbau Weiß GmbH | solarbau-weiss | installation
    Haustechnik Yıldız GmbH | haustechnik-yildiz | installation
    Gesamtschule Am Mühlbach | am-muehlbach | education
  `),
  persons: 3,
  households: 4,
};

export const france: Locale = {
  ...europe,
  country: 'FR',
  language: 'fr',
  timezone: 'Europe/Paris',
  utcHours: 1,
  taxPct: 20,
  mobile: '06 12 00 ## ##',
  givenNames: names('Hélène, François, Chloé, Jérôme, Aïcha, Benoît, Maëlle, Stéphane, Zoé, Gaël'),
  familyNames: names('Lefèvre, Bérenger, Dubois, Garçon, Châtelain, Noël, Bénard, Hébert, Mercier, Benoît'),
  fullName: '{given} {family}',
  household: 'Famille {family}',
  places: [
    { city: 'Paris', postcode: '750##', phone: '01 99 00 ## ##' },
    { city: 'Lyon', postcode: '6900#', phone: '04 65 71 ## ##' },
    { city: 'Nantes', postcode: '44###', phone: '02 61 91 ## ##' },
    { city: 'Strasbourg', postcode: '67###', phone: '03 53 01 ## ##' },
  ],
  streets: ['{n} rue de la Soie', '{n} avenue des Frères-Lumière', '{n} quai de la Fosse', '{n} chemin des Écoles'],
  firms: firms(`
    Fromagerie des Trois Vallées SARL | trois-vallees | food
    Hôtel du Vieux Phare SAS | vieux-phare | hotels
    Logistique Rhône-Alpin SA | rhone-alpin | logistics
    Clinique Sainte-Élodie | sainte-elodie | health
    Domaine Château Bérenger | chateau-berenger | agriculture
    Ateliers Mécaniques Garçon SAS | ateliers-garcon | manufacturing
    Énergie Douce Installation SARL | energie-douce | installation
    Lycée Émilie-du-Châtelet | lycee-chatelet | education
  `),
  persons: 2,
  households: 2,
};

export const spain: Locale = {
  ...europe,
  country: 'ES',
  language: 'es',
  timezone: 'Europe/Madrid',
  utcHours: 1,
  taxPct: 21,
  mobile: '600 10 ## ##',
  givenNames: names('Íñigo, Begoña, José, Nuria, Ángel, Lucía, Iván, Ainhoa'),
  familyNames: names('Muñoz, Ibáñez, Cordón, Peñalver, Gutiérrez, Sáez, Zúñiga'),
  fullName: '{given} {family}',
  household: 'Familia {family}',
  places: [
    { city: 'Madrid', postcode: '280##', phone: '910 50 ## ##' },
    { city: 'Valencia', postcode: '460##', phone: '961 50 ## ##' },
    { city: 'Málaga', postcode: '290##', phone: '951 50 ## ##' },
  ],
  streets: ['Calle del Olmo {n}', 'Avenida de la Constitución {n}', 'Camino Viejo de la Señora {n}'],
  firms: firms(`
    Bodegas Peñalver e Hijas S.L. | bodegas-penalver | agriculture
    Hoteles Costa Añil S.A. | costa-anil | hotels
    Frigoríficos del Turia S.A. | frigorificos-turia | logistics
    Cerámicas Zúñiga S.L. | ceramicas-zuniga | manufacturing
    Colegio Niño del Remedio | colegio-remedio | education
    Instalaciones Sol y Brisa S.L. | sol-y-brisa | installation
  `),
  persons: 1,
  households: 2,
};

export const britain: Locale = {
  ...europe,
  country: 'GB',
  currency: 'GBP',
  language: 'en-GB',
  timezone: 'Europe/London',
  utcHours: 0,
  taxPct: 20,
  mobile: '07400 100###',
  givenNames: names('Siobhán, Rhys, Imogen, Alasdair, Priyanka, Callum, Zoë, Graham, Beatrix, Olu'),
  familyNames: names('Hargreaves, Pemberton, MacLeod, Okonkwo, Whitcombe, Llewellyn, Ashdown, Chaudhry, Fairbairn'),
  fullName: '{given} {family}',
  household: 'The {family} family',
  places: [
    { city: 'London', postcode: 'SE1 #AB', phone: '020 7946 0###' },
    { city: 'Leeds', postcode: 'LS1 #DR', phone: '0113 496 0###' },
    { city: 'Edinburgh', postcode: 'EH3 #NT', phone: '0131 496 0###' },
    { city: 'Cardiff', postcode: 'CF10 #QX', phone: '029 2018 0###' },
    { city: 'Bristol', postcode: 'BS1 #TY', phone: '0117 496 0###' },
  ],
  streets: ['{n} Foundry Lane', '{n} Orchard Road', 'Unit {n}, Harbour Trading Estate', '{n} St Brannock’s Row'],
  firms: firms(`
    Pemberton & Daughters Ltd | pemberton-daughters | manufacturing
    Foxglove Garden Centres Ltd | foxglove-garden | retail
    Tidewater Cold Stores plc | tidewater-cold | logistics
    The Heron Inn Group Ltd | heron-inns | hotels
    Llewellyn Dairies Ltd | llewellyn-dairies | food
    Ashdown Academy Trust | ashdown-academy | education
    Harbour Lights Housing Association | harbour-lights | property
    Moorland Renewables Ltd | moorland-renewables | installation
    Kestrel Data Centres Ltd | kestrel-data | technology
    Fairbairn Orchards LLP | fairbairn-orchards | agriculture
  `),
  persons: 2,
  households: 3,
};
