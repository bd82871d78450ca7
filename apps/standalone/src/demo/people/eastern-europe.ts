import { firms, names, type Locale } from './locale.js';

const europe = { team: 'team-europe', currency: 'EUR', region: 'Northern and Eastern Europe' } as const;

export const sweden: Locale = {
  ...europe,
  country: 'SE',
  language: 'sv',
  timezone: 'Europe/Stockholm',
  utcHours: 1,
  taxPct: 25,
  mobile: '070 174 06 ##',
  givenNames: names('Åsa, Björn, Märta, Göran, Linnéa, Håkan, Ebba'),
  familyNames: names('Sjöberg, Åkesson, Lindgren, Öberg, Nyström, Hägg'),
  fullName: '{given} {family}',
  household: 'Familjen {family}',
  places: [
    { city: 'Stockholm', postcode: '11# ##', phone: '08 465 004 ##' },
    { city: 'Göteborg', postcode: '41# ##', phone: '031 390 06 ##' },
    { city: 'Malmö', postcode: '21# ##', phone: '040 628 04 ##' },
  ],
  streets: ['Björkvägen {n}', 'Sågverksgatan {n}', 'Åsögränd {n}'],
  firms: firms(`
    Skärgårdens Bryggeri AB | skargardens-bryggeri | food
    Nattljus Datahallar AB | nattljus-datahallar | technology
    Åkessons Värme & El AB | akessons-varme | installation
    Björkhaga Växthus AB | bjorkhaga | agriculture
    Hällefors Gjuteri AB | hallefors-gjuteri | manufacturing
  `),
  persons: 1,
  households: 2,
};

export const poland: Locale = {
  ...europe,
  country: 'PL',
  language: 'pl',
  timezone: 'Europe/Warsaw',
  utcHours: 1,
  taxPct: 23,
  mobile: '512 100 ###',
  givenNames: names('Małgorzata, Paweł, Grażyna, Łukasz, Żaneta, Michał, Bożena'),
  familyNames: names('Żurek, Śliwa, Kołodziej, Gołąb, Wójcik, Dąbek, Łoś'),
  fullName: '{given} {family}',
  household: 'Rodzina {family}',
  places: [
    { city: 'Warszawa', postcode: '00-###', phone: '22 101 0# ##' },
    { city: 'Łódź', postcode: '90-###', phone: '42 201 0# ##' },
    { city: 'Gdańsk', postcode: '80-###', phone: '58 301 0# ##' },
  ],
  streets: ['ul. Źródlana {n}', 'ul. Świętojańska {n}', 'al. Niepodległości {n}'],
  firms: firms(`
    Mleczarnia Śnieżka Sp. z o.o. | mleczarnia-sniezka | food
    Chłodnie Bałtyckie S.A. | chlodnie-baltyckie | logistics
    Stolarnia Gołąb i Synowie | stolarnia-golab | manufacturing
    Szpital Miejski w Łęgowie | szpital-legowo | health
    Ciepło Dom Żurek Sp. z o.o. | cieplo-dom | installation
    Sady Dąbrowscy | sady-dabrowscy | agriculture
  `),
  persons: 1,
  households: 1,
};

export const czechia: Locale = {
  ...europe,
  country: 'CZ',
  language: 'cs',
  timezone: 'Europe/Prague',
  utcHours: 1,
  taxPct: 21,
  mobile: '601 100 ###',
  givenNames: names('Jiří, Růžena, Ondřej, Žofie, Tomáš, Květa'),
  familyNames: names('Krejčí, Dolejší, Petrů, Janů, Martinů'),
  fullName: '{given} {family}',
  household: 'Rodina {family}',
  places: [
    { city: 'Praha', postcode: '1## 00', phone: '224 100 ###' },
    { city: 'Brno', postcode: '6## 00', phone: '541 200 ###' },
  ],
  streets: ['Křižíkova {n}', 'U Mlýna {n}', 'Žižkova třída {n}'],
  firms: firms(`
    Pivovar U Tří Růží s.r.o. | tri-ruze | food
    Sklárny Křišťál a.s. | sklarny-kristal | manufacturing
    Lázně Střibrné Prameny s.r.o. | stribrne-prameny | hotels
    Bytové družstvo Černý Most 9 | bd-cerny-most | property
  `),
  persons: 1,
  households: 0,
};

export const greece: Locale = {
  ...europe,
  region: 'Southern Europe',
  country: 'GR',
  language: 'el',
  timezone: 'Europe/Athens',
  utcHours: 2,
  taxPct: 24,
  mobile: '694 000 ####',
  givenNames: names('Ελένη Eleni, Γιώργος Giorgos, Δήμητρα Dimitra, Στέλιος Stelios, Αγγελική Angeliki, Νίκος Nikos'),
  familyNames: names(
    'Οικονόμου Oikonomou, Παπαδημητρίου Papadimitriou, Αλεξίου Alexiou, Νικολάου Nikolaou, Βασιλείου Vasileiou',
  ),
  fullName: '{given} {family}',
  household: 'Οικογένεια {family}',
  places: [
    { city: 'Αθήνα', postcode: '10# ##', phone: '210 300 ####' },
    { city: 'Θεσσαλονίκη', postcode: '54# ##', phone: '2310 20 ####' },
    { city: 'Ηράκλειο', region: 'Κρήτη', postcode: '71# ##', phone: '2810 30 ####' },
  ],
  streets: ['Οδός Αθηνάς {n}', 'Λεωφόρος Νίκης {n}', 'Οδός Ερμού {n}'],
  firms: firms(`
    Ελαιουργία Κρήτης Ξενάκης Α.Ε. | elaiourgia-xenakis | food
    Ψυγεία Πειραιά Α.Ε. | psygeia-piraeus | logistics
    Ξενοδοχείο Γαλάζιος Όρμος Ε.Π.Ε. | galazios-ormos | hotels
    Θερμοκήπια Βλάχος Ο.Ε. | thermokipia-vlachos | agriculture
    Ηλιακή Ενέργεια Βορρά Ε.Π.Ε. | iliaki-vorra | installation
    Κλινική Άγιος Λουκάς | agios-loukas | health
  `),
  persons: 1,
  households: 1,
};

export const bulgaria: Locale = {
  ...europe,
  country: 'BG',
  language: 'bg',
  timezone: 'Europe/Sofia',
  utcHours: 2,
  taxPct: 20,
  mobile: '087 900 0###',
  givenNames: names('Мария Mariya, Елица Elitsa, Ралица Ralitsa, Десислава Desislava, Невена Nevena'),
  familyNames: names('Иванова Ivanova, Петрова Petrova, Стоянова Stoyanova, Ангелова Angelova'),
  fullName: '{given} {family}',
  household: 'Семейство {family}',
  places: [
    { city: 'София', postcode: '1###', phone: '02 400 0###' },
    { city: 'Пловдив', postcode: '4###', phone: '032 200 ###' },
  ],
  streets: ['ул. Раковски {n}', 'бул. Шипка {n}'],
  firms: firms(`
    Розова долина АД | rozova-dolina | agriculture
    Хотел Балкан Ски ООД | balkan-ski | hotels
    Тракия Логистик ЕООД | trakia-logistik | logistics
    Млечен Дом Петрова ООД | mlechen-dom | food
  `),
  persons: 1,
  households: 0,
};

export const ukraine: Locale = {
  ...europe,
  country: 'UA',
  language: 'uk',
  timezone: 'Europe/Kyiv',
  utcHours: 2,
  taxPct: 20,
  mobile: '050 100 00 ##',
  givenNames: names('Олена Olena, Тарас Taras, Ірина Iryna, Андрій Andrii, Юлія Yuliia, Ганна Hanna'),
  familyNames: names('Шевчук Shevchuk, Коваленко Kovalenko, Бойко Boiko, Єфименко Yefymenko, Ґалаґан Galagan'),
  fullName: '{given} {family}',
  household: 'Родина {family}',
  places: [
    { city: 'Київ', postcode: '01###', phone: '044 200 00 ##' },
    { city: 'Львів', postcode: '79###', phone: '032 200 00 ##' },
    { city: 'Одеса', postcode: '65###', phone: '048 700 00 ##' },
  ],
  streets: ['вул. Зелена {n}', 'вул. Лесі Українки {n}', 'просп. Свободи {n}'],
  firms: firms(`
    ТОВ «Золоте Поле» | zolote-pole | agriculture
    Пекарня «Ранковий Хліб» | rankovyi-khlib | food
    Готель «Під Левом» | pid-levom | hotels
    ТОВ «Теплодім Львів» | teplodim | installation
    Друкарня Єфименка | drukarnia-yefymenka | manufacturing
  `),
  persons: 1,
  households: 1,
};
