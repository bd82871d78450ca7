import { firms, names, type Locale } from './locale.js';

const asia = { team: 'team-asia', currency: 'USD' } as const;

export const india: Locale = {
  ...asia,
  country: 'IN',
  region: 'South Asia',
  language: 'hi',
  timezone: 'Asia/Kolkata',
  utcHours: 5.5,
  taxPct: 18,
  mobile: '98100 100##',
  givenNames: names('अनिता Anita, राजेश Rajesh, प्रिया Priya, विक्रम Vikram, सुनीता Sunita, अर्जुन Arjun'),
  familyNames: names('शर्मा Sharma, गुप्ता Gupta, पटेल Patel, वर्मा Verma, अय्यर Iyer'),
  fullName: '{given} {family}',
  household: '{family} परिवार',
  places: [
    { city: 'मुंबई', region: 'महाराष्ट्र', postcode: '4000##', phone: '022 2555 01##' },
    { city: 'दिल्ली', postcode: '1100##', phone: '011 2555 01##' },
    { city: 'पुणे', region: 'महाराष्ट्र', postcode: '4110##', phone: '020 2555 01##' },
  ],
  streets: ['{n}, महात्मा गांधी मार्ग', '{n}, नेहरू नगर', '{n}, स्टेशन रोड'],
  firms: firms(`
    गंगा डेयरी प्राइवेट लिमिटेड | ganga-dairy | food
    हिमालय शीतगृह लिमिटेड | himalaya-cold | logistics
    सूर्योदय सौर ऊर्जा प्राइवेट लिमिटेड | suryoday-solar | installation
    नवभारत वस्त्र उद्योग | navbharat-textiles | manufacturing
    आरोग्य अस्पताल समूह | arogya-hospitals | health
    कमल होटल्स लिमिटेड | kamal-hotels | hotels
  `),
  persons: 2,
  households: 1,
};

export const thailand: Locale = {
  ...asia,
  country: 'TH',
  region: 'South East Asia',
  language: 'th',
  timezone: 'Asia/Bangkok',
  utcHours: 7,
  taxPct: 7,
  mobile: '081 555 01##',
  givenNames: names('สมชาย Somchai, มาลี Malee, กิตติ Kitti, พรทิพย์ Porntip, อนันต์ Anan'),
  familyNames: names('ศรีสุข Srisuk, ทองดี Thongdee, วงศ์ไทย Wongthai, แสงจันทร์ Saengchan'),
  fullName: '{given} {family}',
  household: 'ครอบครัว{family}',
  places: [
    { city: 'กรุงเทพมหานคร', postcode: '101##', phone: '02 555 01##' },
    { city: 'เชียงใหม่', postcode: '502##', phone: '053 555 1##' },
  ],
  streets: ['ถนนสุขุมวิท {n}', 'ซอยดอกบัว {n}'],
  firms: firms(`
    โรงแรมดอกบัวเชียงใหม่ | dokbua-hotel | hotels
    บริษัท ห้องเย็นสยาม จำกัด | siam-cold | logistics
    บริษัท ข้าวหอมทอง จำกัด | hom-thong-rice | food
    บริษัท ตะวันโซลาร์ จำกัด | tawan-solar | installation
    โรงพยาบาลแสงจันทร์ | saengchan-hospital | health
  `),
  persons: 1,
  households: 1,
};

export const vietnam: Locale = {
  ...asia,
  country: 'VN',
  region: 'South East Asia',
  language: 'vi',
  timezone: 'Asia/Ho_Chi_Minh',
  utcHours: 7,
  taxPct: 10,
  mobile: '090 155 01##',
  givenNames: names('Thảo, Dũng, Hương, Quân, Ngọc'),
  familyNames: names('Nguyễn, Trần, Phạm, Đặng, Vũ'),
  fullName: '{family} {given}',
  household: 'Gia đình {family}',
  places: [
    { city: 'Hà Nội', postcode: '1000##', phone: '024 3555 01##' },
    { city: 'Đà Nẵng', postcode: '5500##', phone: '0236 355 01##' },
  ],
  streets: ['{n} đường Lê Lợi', '{n} phố Hàng Bông'],
  firms: firms(`
    Công ty TNHH Thủy sản Sông Hậu | thuy-san-song-hau | food
    Khách sạn Biển Xanh Đà Nẵng | bien-xanh | hotels
    Công ty Cổ phần Dệt may Hoa Sen Đỏ | hoa-sen-do | manufacturing
  `),
  persons: 0,
  households: 1,
};

export const china: Locale = {
  ...asia,
  country: 'CN',
  currency: 'CNY',
  region: 'East Asia',
  language: 'zh-Hans',
  timezone: 'Asia/Shanghai',
  utcHours: 8,
  taxPct: 13,
  mobile: '139 1055 01##',
  givenNames: names('伟 Wei, 芳 Fang, 秀英 Xiuying, 明 Ming, 丽华 Lihua, 志强 Zhiqiang, 雪 Xue, 建国 Jianguo'),
  familyNames: names('王 Wang, 李 Li, 张 Zhang, 陈 Chen, 刘 Liu, 赵 Zhao, 周 Zhou'),
  fullName: '{family}{given}',
  household: '{family}家',
  places: [
    { city: '北京', postcode: '1000##', phone: '010 5550 01##' },
    { city: '上海', postcode: '2000##', phone: '021 5550 01##' },
    { city: '杭州', region: '浙江省', postcode: '3100##', phone: '0571 8555 01##' },
    { city: '成都', region: '四川省', postcode: '6100##', phone: '028 8555 01##' },
  ],
  streets: ['建设路{n}号', '人民中路{n}号', '科技园南区{n}号楼'],
  firms: firms(`
    上海浦江冷链物流有限公司 | pujiang-coldchain | logistics
    杭州西湖酒店管理有限公司 | xihu-hotels | hotels
    成都锦江食品股份有限公司 | jinjiang-foods | food
    苏州精工机械有限公司 | suzhou-jinggong | manufacturing
    青岛海蓝啤酒有限公司 | hailan-beer | food
    深圳晨光新能源工程有限公司 | chenguang-energy | installation
    南京仁和医院 | renhe-hospital | health
    昆明四季花卉有限公司 | siji-flowers | agriculture
    武汉江城置业有限公司 | jiangcheng-property | property
  `),
  persons: 2,
  households: 1,
};

export const taiwan: Locale = {
  ...asia,
  country: 'TW',
  region: 'East Asia',
  language: 'zh-Hant-TW',
  timezone: 'Asia/Taipei',
  utcHours: 8,
  taxPct: 5,
  mobile: '0912 555 1##',
  givenNames: names('淑芬 Shufen, 家豪 Jiahao, 雅婷 Yating, 俊傑 Junjie'),
  familyNames: names('林 Lin, 黃 Huang, 蔡 Tsai, 鄭 Cheng'),
  fullName: '{family}{given}',
  household: '{family}家',
  places: [
    { city: '臺北市', postcode: '10###', phone: '02 2755 01##' },
    { city: '高雄市', postcode: '80###', phone: '07 355 01##' },
  ],
  streets: ['中山北路{n}號', '民生東路{n}號'],
  firms: firms(`
    臺灣晶研科技股份有限公司 | jingyan-tech | technology
    高雄港冷凍倉儲有限公司 | kaohsiung-cold | logistics
    阿里山茶業有限公司 | alishan-tea | agriculture
  `),
  persons: 0,
  households: 1,
};

export const japan: Locale = {
  ...asia,
  country: 'JP',
  currency: 'JPY',
  region: 'East Asia',
  language: 'ja',
  timezone: 'Asia/Tokyo',
  utcHours: 9,
  taxPct: 10,
  mobile: '090-5550-01##',
  givenNames: names('健一 Kenichi, さくら Sakura, 大輔 Daisuke, 美咲 Misaki, ヒロシ Hiroshi, ゆかり Yukari'),
  familyNames: names('佐藤 Sato, 鈴木 Suzuki, 高橋 Takahashi, 渡辺 Watanabe, 小林 Kobayashi, 中村 Nakamura'),
  fullName: '{family} {given}',
  household: '{family}家',
  places: [
    { city: '東京都', postcode: '100-00##', phone: '03-5550-01##' },
    { city: '大阪市', region: '大阪府', postcode: '530-00##', phone: '06-6555-01##' },
    { city: '札幌市', region: '北海道', postcode: '060-00##', phone: '011-555-01##' },
  ],
  streets: ['中央区銀座{n}丁目', '北区梅田{n}番地', '港区芝公園{n}丁目'],
  firms: firms(`
    株式会社みどり食品 | midori-foods | food
    北海冷蔵株式会社 | hokkai-reizo | logistics
    温泉旅館さくら亭 | sakuratei | hotels
    有限会社タナカ金属 | tanaka-kinzoku | manufacturing
    ソラテック設備株式会社 | soratech | installation
    青葉総合病院 | aoba-hospital | health
    株式会社ヤマト農園 | yamato-farm | agriculture
    富士見台小学校 | fujimidai-school | education
  `),
  persons: 2,
  households: 1,
};

export const korea: Locale = {
  ...asia,
  country: 'KR',
  region: 'East Asia',
  language: 'ko',
  timezone: 'Asia/Seoul',
  utcHours: 9,
  taxPct: 10,
  mobile: '010-5550-01##',
  givenNames: names('민준 Minjun, 서연 Seoyeon, 지훈 Jihoon, 하은 Haeun, 도윤 Doyoon'),
  familyNames: names('김 Kim, 이 Lee, 박 Park, 최 Choi, 정 Jung'),
  fullName: '{family}{given}',
  household: '{family}씨 가족',
  places: [
    { city: '서울특별시', postcode: '04###', phone: '02-555-01##' },
    { city: '부산광역시', postcode: '48###', phone: '051-555-01##' },
  ],
  streets: ['테헤란로 {n}', '해운대로 {n}'],
  firms: firms(`
    한빛식품 주식회사 | hanbit-foods | food
    동해냉동물류 주식회사 | donghae-cold | logistics
    주식회사 누리데이터 | nuri-data | technology
    해운대바다호텔 | haeundae-bada | hotels
    햇살에너지 주식회사 | haetsal-energy | installation
    푸른들농장 | pureundeul | agriculture
  `),
  persons: 1,
  households: 1,
};
