import type { CreateOrder } from '../../../shared/api/orders.ts'

/** The part of an order that people write. */
export type Written = Pick<CreateOrder, 'items' | 'amountMinor'> & Partial<Pick<CreateOrder, 'remark' | 'customer'>>

/** A usual order of a family: seven dishes, three notes, an allergy. */
export const SEVEN_DISHES: Written = {
  items: [
    { name: '宫保鸡丁', quantity: 2, note: '一份不放花生' },
    { name: '麻婆豆腐', quantity: 1, note: '少放花椒' },
    { name: '水煮鱼', quantity: 1 },
    { name: '干煸四季豆', quantity: 1 },
    { name: '酸辣汤', quantity: 1, note: '汤单独装' },
    { name: '米饭', quantity: 5 },
    { name: '酸梅汤', quantity: 2 },
  ],
  amountMinor: 21_850,
  remark: '孩子对花生过敏，请千万不要放花生，谢谢！',
  customer: { name: '王女士', phone: '138 0013 8000', address: '建国路 88 号 3 单元 1204' },
}

/** The same order as an English-speaking shop has it. */
export const SEVEN_DISHES_EN: Written = {
  items: [
    { name: 'Kung pao chicken', quantity: 2, note: 'one without peanuts' },
    { name: 'Mapo tofu', quantity: 1, note: 'mild' },
    { name: 'Fish in chilli broth', quantity: 1 },
    { name: 'Dry-fried green beans', quantity: 1 },
    { name: 'Hot and sour soup', quantity: 1, note: 'pack the soup apart' },
    { name: 'Rice', quantity: 5 },
    { name: 'Plum juice', quantity: 2 },
  ],
  amountMinor: 21_850,
  remark: 'My child is allergic to peanuts, please no peanuts at all, thank you!',
  customer: { name: 'Ms Wang', phone: '+86 138 0013 8000', address: '88 Jianguo Road, unit 3, flat 1204' },
}

/** Texts as somebody hostile, or from elsewhere, writes them: long, without spaces, from right to left. */
export const HOSTILE_DISHES: Written = {
  items: [
    { name: 'W'.repeat(200), quantity: 9_999, note: 'n'.repeat(200) },
    { name: 'كباب مشوي بدون بصل', quantity: 1, note: 'من فضلك بدون بصل' },
    { name: '红烧'.repeat(60), quantity: 12, note: '不要葱'.repeat(30) },
    { name: '<img src=x onerror="globalThis.ran=1">', quantity: 3 },
  ],
  amountMinor: 1_000,
  remark: 'بدون بصل من فضلك '.repeat(20) + 'A'.repeat(1_600),
  customer: { name: 'م'.repeat(90), phone: '1'.repeat(40), address: `${'长'.repeat(200)}${'L'.repeat(200)}` },
}
