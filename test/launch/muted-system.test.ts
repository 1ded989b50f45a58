import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tempDir } from '../support/temp-dir.ts'
import { until } from '../support/until.ts'
import { missingParts } from './rig/desktop-session.ts'
import { launchApp, RUNTIME_NAME } from './rig/launch-app.ts'
import { pairByHand } from './rig/pair-by-hand.ts'
import { startRig, TITLE } from './rig/start-rig.ts'

const missing = missingParts()
const why = missing.length === 0 ? '' : `, needs ${missing.join(', ')}`

/** A sound server reduced to two files, and an engine that says all it is given: this machine has no sound device. */
function soundSystem() {
  const folder = tempDir()
  const bin = join(folder, 'bin')
  const [mute, volume] = [join(folder, 'mute'), join(folder, 'volume')]
  mkdirSync(bin)
  const program = (name: string, script: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  program('espeak-ng', 'cat > /dev/null')
  program('wpctl', 'echo "Could not connect to PipeWire"; exit 2')
  program(
    'pactl',
    `case "$1" in
  get-sink-mute) echo "Mute: $(cat '${mute}')" ;;
  get-sink-volume) echo "Volume: mono: 6554 / $(cat '${volume}') / -60.00 dB" ;;
  set-sink-mute) echo no > '${mute}' ;;
  set-sink-volume) echo " $3" > '${volume}' ;;
esac`,
  )
  writeFileSync(volume, '  10%')
  writeFileSync(mute, 'yes')
  return { bin, turnUp: () => writeFileSync(mute, 'no'), volume: () => readFileSync(volume, 'utf8').trim() }
}

describe.skipIf(missing.length > 0)(`a muted system [${RUNTIME_NAME}${why}]`, () => {
  it('is told on the screen and to the server; allowed to, the app turns it up and says so', async () => {
    const { desktop, server, session, userData } = await startRig()
    const system = soundSystem()
    const env = { ...session.env, PATH: `${system.bin}:${session.env['PATH'] ?? ''}` }
    const { screens } = await launchApp(env, userData, [])
    await pairByHand(screens, server)
    const speech = async () => {
      const rows = await server.running.ctx.db.read.all<{ outcome: string }>('SELECT outcome FROM receipts ORDER BY n')
      return rows.map(({ outcome }) => (JSON.parse(outcome) as { speech: string }).speech)
    }
    await server.api.placePaid({ number: 'MUTED-0001' })
    await until('the server knows that nobody heard it', async () => (await speech()).includes('output_muted'))
    await screens.getByText('系统静音了，来单听不到').waitFor()
    expect(desktop.tray.tooltip()).toContain('系统静音了，来单听不到')
    await screens.screenshot({ path: 'test-output/launch/system-muted.png' })
    system.turnUp()
    await screens.getByText('系统音量太低，来单可能听不到').waitFor()

    await screens.getByRole('link', { name: '设置' }).click()
    await screens.getByLabel('系统静音或音量太低时，响铃前自动调高').click()
    await screens.getByText('系统音量至少').waitFor()
    await screens.screenshot({ path: 'test-output/launch/settings-raise.png', fullPage: true })
    await server.api.placePaid({ number: 'MUTED-0002' })
    await screens.getByText('音量已调到 50 %').waitFor()
    await screens.screenshot({ path: 'test-output/launch/volume-raised.png' })
    expect(system.volume()).toBe('50%')
    await until('the server knows that it was heard', async () => (await speech()).includes('ok'))
    await until('the trouble is over', () => !/系统静音|音量太低/.test(desktop.tray.tooltip()))
    expect(desktop.windows(TITLE).length).toBeGreaterThan(0)
  })
})
