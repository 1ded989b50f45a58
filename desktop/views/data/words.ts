import type { Locale } from '../../../shared/locales.ts'
import { SEVEN_DISHES, SEVEN_DISHES_EN, type Written } from './dishes.ts'

/** Words of a shop of one language, of its customers and its devices. */
interface ShopWords {
  store: string
  counter: string
  kitchen: string
  tablet: string
  /** People outside of the shop, and the group that they are in. */
  manager: string
  deputy: string
  group: string
  /** Why an order was called off, and why one was refused. */
  calledOff: string
  refused: string
  warned: string
  seven: Written
  noodles: Written
  tomato: Written
  called: Written
  rush: {
    menu: readonly string[]
    notes: readonly (string | undefined)[]
    remarks: readonly (string | undefined)[]
  }
}

/** The words of every shop, by its language. */
export const WORDS: Record<Locale, ShopWords> = {
  'zh-CN': {
    store: '老王牛肉面 · 建国路店',
    counter: '收银台',
    kitchen: '厨房',
    tablet: '厨房平板',
    manager: '王店长',
    deputy: '李经理',
    group: '店长群',
    calledOff: '点错了',
    refused: '卖完了',
    warned: '对花生过敏，千万不要放花生',
    seven: SEVEN_DISHES,
    noodles: {
      items: [
        { name: '红烧牛肉面', quantity: 2 },
        { name: '卤蛋', quantity: 2 },
      ],
      amountMinor: 3_850,
    },
    tomato: { items: [{ name: '番茄鸡蛋面', quantity: 1 }], amountMinor: 2_600 },
    called: {
      items: [
        { name: '宫保鸡丁', quantity: 1, note: '少辣' },
        { name: '蛋炒饭', quantity: 1 },
      ],
      amountMinor: 4_850,
      remark: '到了打电话',
    },
    rush: {
      menu: [
        ...['宫保鸡丁', '麻婆豆腐', '水煮鱼', '红烧牛肉面', '酸辣汤'],
        ...['蛋炒饭', '小笼包', '清炒时蔬', '米饭', '酸梅汤'],
      ],
      notes: [undefined, undefined, '少油', '不要香菜', undefined, '一份不放花生', '打包一份', undefined],
      remarks: [undefined, undefined, undefined, '对花生过敏，千万不要放花生', undefined, '到了打电话', undefined],
    },
  },
  en: {
    store: 'Lao Wang Noodles, Jianguo Road',
    counter: 'Counter',
    kitchen: 'Kitchen',
    tablet: 'Kitchen tablet',
    manager: 'Wang, manager',
    deputy: 'Ms Li',
    group: 'Managers’ group',
    calledOff: 'Ordered by mistake',
    refused: 'Sold out',
    warned: 'Allergic to peanuts, no peanuts at all',
    seven: SEVEN_DISHES_EN,
    noodles: {
      items: [
        { name: 'Beef noodles', quantity: 2 },
        { name: 'Soy egg', quantity: 2 },
      ],
      amountMinor: 3_850,
    },
    tomato: { items: [{ name: 'Tomato noodles', quantity: 1 }], amountMinor: 2_600 },
    called: {
      items: [
        { name: 'Kung pao chicken', quantity: 1, note: 'less spicy' },
        { name: 'Egg fried rice', quantity: 1 },
      ],
      amountMinor: 4_850,
      remark: 'Call when you are here',
    },
    rush: {
      menu: [
        ...['Kung pao chicken', 'Mapo tofu', 'Fish in chilli broth', 'Beef noodles', 'Hot and sour soup'],
        ...['Egg fried rice', 'Soup dumplings', 'Stir-fried greens', 'Rice', 'Plum juice'],
      ],
      notes: [
        ...[undefined, undefined, 'less oil', 'no coriander', undefined],
        ...['one without peanuts', 'one to go', undefined],
      ],
      remarks: [
        ...[undefined, undefined, undefined, 'Allergic to peanuts, no peanuts at all', undefined],
        ...['Call when you are here', undefined],
      ],
    },
  },
}
