import { hostClock } from '../../shared/clock.ts'
import { FAKE_SECRETS } from './check-signature.ts'
import { type FakeChannels, startFakeChannels } from './fake-channels.ts'

/**
 * `npm run fake-channels`: group robots, an ntfy topic and a webhook in small, for trying out without an account whom the
 * server tells. Nothing leaves this machine; every message is printed.
 */

const PORT = 8091

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Presses a key in the latest call. */
async function pressed({ twilio }: FakeChannels, key: string): Promise<void> {
  const call = twilio.calls.findLast(({ action }) => action !== undefined)
  if (call === undefined || !/^[0-9]$/.test(key)) return
  const [status] = await twilio.press(call.sid, key).catch(() => ['not answered'])
  say(`${key} pressed in the call to ${call.to}: HTTP ${status}`)
}

async function main(): Promise<void> {
  const fake = await startFakeChannels({ clock: hostClock(globalThis), port: PORT, say })
  const { dingtalkToken, dingtalkSecret, feishuHook, feishuSecret, wecomKey, ntfyTopic, webhookKey } = FAKE_SECRETS
  say('IMITATED channels, on this machine only. Start the server that is to use them with')
  say(`  CHANNELS_IMITATED_AT=${fake.url}`)
  say('Settings that they take:')
  say(`  webhook   https://example.com/hook   whsec_${webhookKey}`)
  say(`  dingtalk  https://oapi.dingtalk.com/robot/send?access_token=${dingtalkToken}   ${dingtalkSecret}`)
  say(`  feishu    https://open.feishu.cn/open-apis/bot/v2/hook/${feishuHook}   ${feishuSecret}`)
  say(`  wecom     https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${wecomKey}`)
  say(`  ntfy      https://ntfy.sh   ${ntfyTopic}`)
  say(
    `  web_push  https://push.imitated.example/send/${FAKE_SECRETS.pushWord}, with the keys of demo/channels/check-signature.ts`,
  )
  say(`  mail      MAIL_IMITATED_AT=${fake.mailUrl}   ${FAKE_SECRETS.mailUser}   ${FAKE_SECRETS.mailPassword}`)
  say(
    `  twilio    ${FAKE_SECRETS.twilioSid}   ${FAKE_SECRETS.twilioToken}   from any number; press a key in the latest call by typing it`,
  )
  say(`  aliyun    ${FAKE_SECRETS.aliyunId}   ${FAKE_SECRETS.aliyunSecret}   reportKey ${FAKE_SECRETS.aliyunReportKey}`)
  say(`  tencent   ${FAKE_SECRETS.tencentId}   ${FAKE_SECRETS.tencentKey}`)
  process.stdin.on('data', (typed) => void pressed(fake, String(typed).trim()))
  const stop = () => fake.stop().then(() => process.exit(0))
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
