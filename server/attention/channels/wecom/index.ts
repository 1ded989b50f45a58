import * as z from 'zod'
import { type ChannelModule, hostOfUrl } from '../port.ts'
import { readRobot } from '../read-answer.ts'
import { ROBOT_ALLOWANCES, robotUrl } from '../robot-url.ts'

const settingsSchema = z.strictObject({ url: robotUrl('qyapi.weixin.qq.com', '/cgi-bin/webhook/send', 'key') })

/** -1: the system is busy; 45009: more than 20 messages a minute (developer.work.weixin.qq.com, error codes). */
const BUSY = [-1, 45_009]
/** Bytes of UTF-8 that a text may have (developer.work.weixin.qq.com, group robots). */
const MAX_BYTES = 2_048

/** A robot of a WeCom group (企业微信群机器人). It takes no signature: its address is the secret. */
export const wecom: ChannelModule<z.infer<typeof settingsSchema>> = {
  kind: 'wecom',
  settings: settingsSchema,
  host: hostOfUrl,
  allowances: ROBOT_ALLOWANCES,
  request({ text, mobile }, { url }) {
    const mentions = mobile === null ? {} : { mentioned_mobile_list: [mobile] }
    return {
      url,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ msgtype: 'text', text: { content: shorten(text), ...mentions } }),
    }
  },
  read: (answer) => readRobot(answer, { names: ['errcode'], busy: BUSY }),
}

/** Shortens a text to what a robot takes: of the orders that it lists, not of its last two lines, which lead to the answer. */
function shorten(text: string): string {
  if (Buffer.byteLength(text) <= MAX_BYTES) return text
  const end = text.split('\n').slice(-2)
  const rest = text.slice(0, -end.join('\n').length)
  return `${firstBytes(rest, MAX_BYTES - Buffer.byteLength(`\n${end.join('\n')}`)).trimEnd()}\n${end.join('\n')}`
}

/** Cuts a text to a number of bytes of UTF-8, never in the middle of a character. */
function firstBytes(text: string, most: number): string {
  const bytes = Buffer.from(text)
  return bytes.length <= most ? text : new TextDecoder().decode(bytes.subarray(0, most), { stream: true })
}
