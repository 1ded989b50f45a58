import { createStateWriter } from '../../../desktop/core/state-writer.ts'
import { createStateFile } from '../../../desktop/node/state-file.ts'
import { hostClock } from '../../../shared/clock.ts'
import { pause } from '../../support/until.ts'

/** Writes `revisions` states into the file, one after the other, as inbox, answers and settings are written. */
const [path = '', revisions = '0'] = process.argv.slice(2)
const file = createStateFile(path)
const errors: string[] = []
const saved: number[] = []
let revision = 0
const text = (value: number) => JSON.stringify({ revision: value, name: '张三', more: 'x'.repeat(20_000) })
const writer = createStateWriter<number>({
  file,
  clock: hostClock(globalThis),
  log: { info() {}, warn() {}, error: (_, facts) => void errors.push(String(facts?.['error'])) },
  current: () => revision,
  text,
  saved: (value) => void saved.push(value),
})
while (revision < Number(revisions)) {
  revision++
  writer.touch()
  await pause(10)
  await writer.flush()
}
while (saved.at(-1) !== revision) await pause(20)
const whole = (await file.read()) === text(revision)
process.stdout.write(JSON.stringify({ saved: saved.length, last: saved.at(-1), errors, whole }))
