import type { DayFigures } from './day-figures.ts'
import type { Words } from './message-words.ts'

const lasted = (ms: number) => {
  const seconds = Math.round(ms / 1_000)
  return seconds < 60 ? `${seconds}秒` : `${Math.floor(seconds / 60)}分${seconds % 60}秒`
}

/** Writes a day in figures. */
function reported({ day, orders, inLimit, late, missed, toAnswer, aloneMinutes, refundsWaiting }: DayFigures): string {
  const parts = [
    `${day} 共${orders}单，时限内接单${inLimit}单${late > 0 ? `，超时${late}单` : ''}，漏单${missed}单。`,
    ...(toAnswer === null ? [] : [`一半在${lasted(toAnswer.p50)}内处理，九成在${lasted(toAnswer.p90)}内。`]),
    ...(aloneMinutes === null ? [] : [`${aloneMinutes}分钟没有设备在线。`]),
    `待退款${refundsWaiting}笔。`,
  ]
  return parts.join('')
}

/** Messages in Chinese. */
export const zhCn: Words = {
  title: (store) => `来单 ${store}`,
  sentence: {
    unanswered: ({ count, minutes }) => `${count}单无人处理，最早已等${minutes}分钟，请尽快处理。`,
    limit: ({ count, minutes }) => `${count}单已超过接单时限，最早已等${minutes}分钟，请尽快处理。`,
    no_device: ({ count }) => `${count}单已付款，但店里没有设备在线，无人听到。`,
    not_heard: ({ count, minutes }) => `${count}单没有任何设备播报成功，最早已等${minutes}分钟，请尽快处理。`,
    not_printed: ({ count, minutes }) =>
      `${count}单没有打印出小票，也无人处理，最早已等${minutes}分钟，请提醒店里看屏幕并检查打印机。`,
    expired: ({ count }) => `漏单：${count}单一直无人处理。`,
    answered: ({ count, by }) =>
      by === undefined ? `${count}单已处理，无需再管。` : `${count}单已由${by}处理，无需再管。`,
    test: () => '这是一条测试消息。收到说明通知可以送达。',
    away: ({ minutes }) => `营业时间内已${minutes}分钟没有任何设备在线，来单不会响，请检查店里的设备和网络。`,
    back: () => '店里已有设备恢复在线，来单会响。',
    report: ({ day }) => (day === undefined ? '' : reported(day)),
  },
  short: {
    unanswered: ({ count, minutes }) => `${count}单无人处理，已等${minutes}分钟`,
    limit: ({ count }) => `${count}单超时未接`,
    no_device: ({ count }) => `${count}单已付款，无设备在线`,
    not_heard: ({ count }) => `${count}单未能播报`,
    not_printed: ({ count }) => `${count}单小票未打印`,
    expired: ({ count }) => `漏单${count}单`,
    answered: ({ count }) => `${count}单已处理`,
    test: () => '测试消息',
    away: ({ minutes }) => `${minutes}分钟无设备在线`,
    back: () => '设备已恢复在线',
    report: ({ day }) => `昨日${day?.orders ?? 0}单，漏单${day?.missed ?? 0}单`,
  },
  keys: '按1全部接单，按2我来处理，按3通知下一位。',
  pressed: { '1': '已接单。', '2': '好的，五分钟内不再通知他人。', '3': '好的，通知下一位。' },
  kind: { new_order: '新订单', urge: '催单', cancel: '已取消', missed: '漏单' },
  fulfilment: { delivery: '外卖', pickup: '自取', dine_in: '堂食' },
  waited: (minutes) => `已等${minutes}分钟`,
  more: (count) => `另有${count}单`,
  link: (url) => `处理：${url}`,
  number: (id) => `消息编号 ${id}`,
}
