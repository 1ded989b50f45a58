/**
 * What only a person can judge: speaks a fixed list on this machine's own voice and prints each outcome.
 *
 *     npx tsx test/desktop/speech/by-ear.ts             through the loudspeaker
 *     npx tsx test/desktop/speech/by-ear.ts <folder>    Linux: into sound files, for a machine without one
 *
 * docs/verification.md tells what must be heard.
 */
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Utterance } from '../../../desktop/core/ports.ts'
import { createVoice } from '../../../desktop/speech/create-voice.ts'
import { hostClock } from '../../../shared/clock.ts'
import { twentyOrders } from '../../shared/phrases/twenty-orders.ts'

const marker = join(tmpdir(), `laidan-by-ear-${process.pid}`)
const order = '您有新的外卖订单，尾号幺零二四，宫保鸡丁两份，请及时处理'

const list: Partial<Utterance>[] = [
  { text: order },
  { text: 'New delivery order, ending one zero two four, two spring rolls', locale: 'en' },
  { text: 'KFC 套餐两份，可口可乐 Coca-Cola 一瓶，尾号 A 幺零' },
  { text: '五十块五毛五，一九九八，二零二六' },
  { text: '这一句说得慢', rate: 0.6 },
  { text: '这一句说得快', rate: 1.6 },
  { text: '这一句声音小', volume: 0.25 },
  {
    text: `'); New-Item ${marker}; (' & echo x > ${marker} & %PATH% $(touch ${marker}) "引号" [[slnc 9000]] <b>完</b>`,
  },
  { text: `-o${marker} 减号开头` },
]

const clock = hostClock(globalThis)
const [folder] = process.argv.slice(2)
const print = (line: string) => process.stdout.write(`${line}\n`)

const voice = createVoice({
  platform: process.platform,
  clock,
  report: (outcome, detail) => print(`   ${outcome}: ${detail}`),
  ...(folder === undefined ? {} : { renderTo: (index: number) => join(folder, `${index + 1}.wav`) }),
})

async function say(number: number, more: Partial<Utterance>, what = ''): Promise<void> {
  const utterance = { text: '', locale: 'zh-CN' as const, rate: 1, volume: 1, ...more }
  const began = clock.elapsed()
  const outcome = await voice.speak(utterance)
  print(`${number}. ${outcome} after ${Math.round(clock.elapsed() - began)} ms${what}: ${utterance.text}`)
}

print(`the system’s volume: ${JSON.stringify(await voice.systemVolume?.look()) ?? 'cannot be told'}`)
for (const [index, more] of list.entries()) await say(index + 1, more)

const cut = say(list.length + 1, { text: order }, ', cut short after 1.5 s')
clock.after(1_500, () => voice.stop())
await cut
await say(list.length + 2, { text: '停止以后还能说话' })
// The table of docs/phrases.md.
for (const [index, { text, locale }] of twentyOrders().entries()) await say(list.length + 3 + index, { text, locale })

print(`the file that must not exist ${existsSync(marker) ? 'EXISTS' : 'does not exist'}: ${marker}`)
voice.close()
