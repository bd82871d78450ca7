import { firms, names, type Locale } from './locale.js';

const region = { team: 'team-asia', region: 'Middle East and North Africa' } as const;

export const emirates: Locale = {
  ...region,
  country: 'AE',
  currency: 'USD',
  language: 'ar-AE',
  timezone: 'Asia/Dubai',
  utcHours: 4,
  taxPct: 5,
  mobile: '050 100 00##',
  givenNames: names('ليلى Layla, خالد Khalid, مريم Maryam, سلطان Sultan, نورة Noura'),
  familyNames: names('المنصوري Almansoori, الشامسي Alshamsi, الكعبي Alkaabi, الزعابي Alzaabi'),
  fullName: '{given} {family}',
  household: 'عائلة {family}',
  places: [
    { city: 'دبي', phone: '04 200 00##' },
    { city: 'أبوظبي', phone: '02 400 00##' },
  ],
  streets: ['شارع الواحة {n}', 'شارع الميناء {n}'],
  firms: firms(`
    مجموعة فنادق اللؤلؤة | lulua-hotels | hotels
    الواحة للتبريد والتخزين | waha-cooling | logistics
    مستشفى النخيل | nakheel-hospital | health
    عقارات الخليج الأزرق | blue-gulf | property
    شمس الجزيرة للتركيبات | shams-jazeera | installation
  `),
  persons: 1,
  households: 0,
};

export const egypt: Locale = {
  ...region,
  country: 'EG',
  currency: 'USD',
  language: 'ar-EG',
  timezone: 'Africa/Cairo',
  utcHours: 2,
  taxPct: 14,
  mobile: '0100 100 00##',
  givenNames: names('أحمد Ahmed, فاطمة Fatma, يوسف Youssef, هالة Hala, طارق Tarek'),
  familyNames: names('عبدالرحمن Abdelrahman, شاهين Shaheen, منصور Mansour, الجندي Elgendy'),
  fullName: '{given} {family}',
  household: 'عائلة {family}',
  places: [
    { city: 'القاهرة', postcode: '11###', phone: '02 2700 00##' },
    { city: 'الإسكندرية', postcode: '21###', phone: '03 400 00##' },
  ],
  streets: ['شارع النيل {n}', 'شارع الحرية {n}'],
  firms: firms(`
    مصانع الدلتا للأغذية | delta-foods | food
    شركة النيل للغزل والنسيج | nile-textiles | manufacturing
    فندق شاطئ المرجان | murjan-beach | hotels
    مزارع الوادي الأخضر | green-valley-farms | agriculture
  `),
  persons: 1,
  households: 0,
};

export const israel: Locale = {
  ...region,
  country: 'IL',
  currency: 'USD',
  language: 'he',
  timezone: 'Asia/Jerusalem',
  utcHours: 2,
  taxPct: 18,
  mobile: '050 555 01##',
  givenNames: names('נועה Noa, איתן Eitan, תמר Tamar, יונתן Yonatan, שירה Shira'),
  familyNames: names('כהן Cohen, אברהמי Avrahami, פרידמן Friedman, מזרחי Mizrahi'),
  fullName: '{given} {family}',
  household: 'משפחת {family}',
  places: [
    { city: 'תל אביב', postcode: '61#####', phone: '03 555 01##' },
    { city: 'חיפה', postcode: '31#####', phone: '04 855 01##' },
  ],
  streets: ['רחוב הגפן {n}', 'שדרות הים {n}'],
  firms: firms(`
    מאפיית שיבולים בע״מ | shibolim-bakery | food
    גליל טכנולוגיות בע״מ | galil-tech | technology
    מלון רוח ים | ruach-yam | hotels
    קירור הצפון בע״מ | kirur-hatzafon | logistics
    אור שמש התקנות בע״מ | or-shemesh | installation
  `),
  persons: 1,
  households: 1,
};
