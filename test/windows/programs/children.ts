import { runChild } from '../../../desktop/speech/run-child.ts'
import { formatSpeakLine } from '../../../desktop/speech/win32-worker.ts'
import { createWorkerProcess } from '../../../desktop/speech/worker-process.ts'
import { hostClock } from '../../../shared/clock.ts'

/** Starts programs as the voice does, with words that no shell may touch, and tells what they got. */
const [echo = '', worker = '', ...words] = process.argv.slice(2)
const { code, stdout } = await runChild({ command: process.execPath, args: [echo, ...words], stdin: words.join('\n') })
  .ended
const missing = await runChild({ command: 'C:\\no such\\程序.exe', args: [] }).ended

const process_ = createWorkerProcess({ command: process.execPath, args: [worker], clock: hostClock(globalThis) })
const text = words.join(' ')
const say = (id: number) => formatSpeakLine({ id, text, rate: 0, volume: 50, cultures: ['zh-CN'], voice: undefined })
const said = await process_.say(say, () => {}).result
process_.close()
process.stdout.write(JSON.stringify({ code, got: JSON.parse(stdout.toString('utf8')), missing: missing.fault, said }))
