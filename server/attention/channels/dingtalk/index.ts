import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { type ChannelModule, hostOfUrl } from '../port.ts'
import { readRobot } from '../read-answer.ts'
import { ROBOT_ALLOWANCES, robotUrl } from '../robot-url.ts'

const settingsSchema = z.strictObject({
  url: robotUrl('oapi.dingtalk.com', '/robot/send', 'access_token'),
  /** The secret of the robot’s security setting 加签. */
  secret: z.string().min(1).max(200),
})

/** -1: the system is busy; 130101: more than 20 messages a minute (open.dingtalk.com, custom robots). */
const BUSY = [-1, 130_101]

/** A custom robot of a DingTalk group (钉钉自定义机器人), with a signature. */
export const dingtalk: ChannelModule<z.infer<typeof settingsSchema>> = {
  kind: 'dingtalk',
  settings: settingsSchema,
  host: hostOfUrl,
  allowances: ROBOT_ALLOWANCES,
  request({ text, mobile }, { url, secret }, now) {
    const signed = new URL(url)
    signed.searchParams.set('timestamp', String(now))
    signed.searchParams.set('sign', signDingtalk(secret, now))
    const content = mobile === null ? text : `${text}\n@${mobile}`
    const at = { atMobiles: mobile === null ? [] : [mobile], isAtAll: false }
    return {
      url: signed.href,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ msgtype: 'text', text: { content }, at }),
    }
  },
  read: (answer) => readRobot(answer, { names: ['errcode'], busy: BUSY }),
}

/** Signs as DingTalk asks: the base64 HMAC-SHA256 of time and secret on two lines, with the secret as key; milliseconds. */
export function signDingtalk(secret: string, now: number): string {
  return createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64')
}
