import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { type ChannelModule, hostOfUrl } from '../port.ts'
import { readRobot } from '../read-answer.ts'
import { ROBOT_ALLOWANCES, robotUrl } from '../robot-url.ts'

const settingsSchema = z.strictObject({
  url: robotUrl('open.feishu.cn', '/open-apis/bot/v2/hook/'),
  /** The secret of the robot’s security setting 签名校验. */
  secret: z.string().min(1).max(200),
})

/** 9499 and 11232: too many messages (open.feishu.cn, custom bots). */
const BUSY = [9_499, 11_232]

/** A custom robot of a Feishu group (飞书自定义机器人), with a signature. */
export const feishu: ChannelModule<z.infer<typeof settingsSchema>> = {
  kind: 'feishu',
  settings: settingsSchema,
  host: hostOfUrl,
  allowances: ROBOT_ALLOWANCES,
  request({ text }, { url, secret }, now) {
    const timestamp = String(Math.floor(now / 1_000))
    const sign = signFeishu(secret, timestamp)
    return {
      url,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ timestamp, sign, msg_type: 'text', content: { text } }),
    }
  },
  read: (answer) => readRobot(answer, { names: ['code', 'StatusCode'], busy: BUSY }),
}

/** Signs as Feishu asks: the base64 HMAC-SHA256 of nothing, with time and secret on two lines as key; seconds. */
export function signFeishu(secret: string, timestamp: string): string {
  return createHmac('sha256', `${timestamp}\n${secret}`).digest('base64')
}
