import { RecordAssessment } from '@touchstream/domain';
import type { Account } from '../customers/account.js';
import type { World } from '../customers/population.js';
import { activate } from '../customers/standing.js';
import { china } from '../people/asia.js';
import { moment } from '../plan/calendar.js';
import { Bill } from '../sales/billing.js';
import { Dealing } from '../sales/dealing.js';
import { Quoting } from '../sales/quoting.js';
import { sell } from '../sales/selling.js';
import { talk } from '../service/calling.js';
import { complain, help } from '../service/serving.js';
import { attach, browse, touch } from '../service/touching.js';
import { begin, named } from './begin.js';

/** `C-QINGYUN`: a technology company in Beijing, whose history is written in Chinese. */
export function qingyun(world: World): Account {
  const account = begin(world, {
    profile: {
      code: 'C-QINGYUN',
      kind: 'business',
      size: 'large',
      name: '北京青云科技有限公司',
      latin: 'qingyun-tech',
      industry: 'technology',
      locale: china,
      owner: 'hiro',
      since: moment('2024-09-02 02:00'),
    },
    given: {
      address: { lines: ['中关村大街27号', '青云大厦12层'], city: '北京', postcode: '100080', country: 'CN' },
      phone: '010 5550 0188',
    },
    people: [
      [named('王伟', 'wang.wei', ['伟', '王']), { title: '总经理', role: 'management', buying: 'decider' }],
      [named('李丽华', 'li.lihua', ['丽华', '李']), { title: '采购主管', role: 'purchasing', buying: 'buyer' }],
      [named('张志强', 'zhang.zhiqiang', ['志强', '张']), { title: '设施经理', role: 'technical', buying: 'user' }],
    ],
  });
  meet(account);
  buy(account);
  enlarge(account);
  activate(account);
  return account;
}

function meet(account: Account): void {
  browse(account, moment('2024-09-10 03:10'));
  touch(account, {
    at: moment('2024-09-24 06:00'),
    channel: 'fair',
    direction: 'inbound',
    subject: '上海能源展会洽谈',
    summary: '客户计划为新数据中心采购储能系统，希望年底前收到报价。',
    place: '上海',
    minutes: 40,
  });
  const calling = { direction: 'outbound', disposition: 'appointment', notes: '约定下周三到北京现场考察。' } as const;
  talk(account, { at: moment('2024-10-08 02:30'), ...calling });
}

function buy(account: Account): void {
  const order = sell(account, {
    at: moment('2024-10-14 02:00'),
    project: {
      name: '青云数据中心储能项目',
      need: '数据中心需要削峰填谷，降低电费。',
      wants: () => [
        { sku: 'ST-100', qty: 4 },
        { sku: 'INV-100', qty: 2 },
        { sku: 'SV-COMM', qty: 2 },
        { sku: 'SV-TRAIN', qty: 2 },
      ],
    },
    course: 'won',
    leadSource: 'Trade fair',
  })!;
  const bill = new Bill(account, order);
  bill.pay('prompt');
  const grievance = {
    subject: '机柜到货时外壳有划痕',
    description: '第三台机柜正面有约十厘米的划痕，影响验收。',
    category: 'damage',
    findings: '包装一侧缺少护角，运输途中受损。',
    rootCause: 'packaging',
    unit: 'logistics',
    action: '所有机柜包装四面加装护角。',
  };
  complain(account, { at: account.after(order.deliveredAt!, 1, 3), order, bill, grievance });
  const visit = {
    at: moment('2025-05-14 02:00'),
    channel: 'visit',
    direction: 'outbound',
    subject: '年度回访',
    summary: '储能系统运行稳定，客户考虑扩建光伏屋顶。',
    place: '北京',
    minutes: 90,
    euros: 400,
  } as const;
  attach(account, touch(account, visit), visit.at + 3_600_000 * 4, '回访记录.pdf');
  const judgement = { attitude: 4, potential: 5, performance: 3 };
  const at = visit.at + 3_600_000 * 6;
  account.history.change(RecordAssessment, account.customerId, { at, by: account.rep(at) }, judgement);
  help(account, moment('2025-08-05 03:00'), {
    kind: 'question',
    subject: '如何在门户中导出月度电量报表？',
    category: 'monitoring',
    severity: 'low',
    path: ['账号没有导出权限'],
    solution: '已开通权限，并发送操作说明。',
    code: 'explained',
  });
}

/** The deal that is open when the demo ends: the quote is out. */
function enlarge(account: Account): void {
  const deal = new Dealing(account, {
    at: moment('2026-04-08 02:00'),
    name: '青云屋顶光伏扩建',
    wants: [
      { sku: 'PV-440', qty: 480 },
      { sku: 'INV-100', qty: 3 },
      { sku: 'SV-INST', qty: 16 },
    ],
    leadSource: 'Existing customer',
  });
  deal.next('现场测量屋顶面积', 7);
  deal.at = moment('2026-04-28 03:00');
  deal.to('needs-analysis', ['屋顶承重报告已提供']).involve(1, 'buyer', 'medium').revalue('按测量结果');
  deal.at = moment('2026-06-02 03:00');
  deal.to('proposal', ['预算已批准']).forecast('best');
  const { opportunityId, opening } = deal;
  const quoting = new Quoting(account, { ...opening, at: moment('2026-06-02 06:00'), opportunityId });
  quoting.discount(moment('2026-06-02 06:20'), 8, { reason: '老客户优惠' });
  quoting.send(moment('2026-06-03 02:00'));
  deal.at = moment('2026-06-03 03:00');
  deal.postpone(45, '董事会七月中旬开会').next('电话确认报价意见', 30);
}
