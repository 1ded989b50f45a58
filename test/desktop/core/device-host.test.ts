import { expect, it } from 'vitest'
import { chimeVolumeAt } from '../../../desktop/core/announcer/volume-policy.ts'
import { createDeviceHost } from '../../../desktop/core/device/device-host.ts'
import type { DevicePairing } from '../../../desktop/core/device/device-pairing.ts'
import type { Fetch } from '../../../desktop/core/rest/fetch.ts'
import { LOCALES, type Locale } from '../../../shared/locales.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { createFakeChime, createFakeDisplay, createFakeVoice } from './support/fake-host.ts'
import { reminderFrame, snapshotFrame, welcomeFrame } from './support/frames.ts'
import { createMemoryDisk, type MemoryDisk } from './support/memory-disk.ts'
import { createScriptedTransport } from './support/scripted-transport.ts'
import { recordingLog, seededRandom } from './support/small-ports.ts'

const SHOP = {
  name: '小店',
  locale: 'en',
  timezone: 'UTC',
  settings: {
    acceptWithinMinutes: 10,
    reviveWithinMinutes: 30,
    currency: 'CNY',
    preparationMinutes: null,
    shopMayMarkRefunds: false,
    escalation: [] as never[],
    morning: null,
    devicesManage: false,
    hours: null,
  },
  archived: false,
} as const

function pairingOf(deviceId: string, storeId = 's1'): DevicePairing {
  return { server: 'https://shop.example', deviceId, token: `tok-${deviceId}`, store: { id: storeId, ...SHOP } }
}

function rig({ locale, settings = null }: { locale?: Locale; settings?: string | null } = {}) {
  const clock = createManualClock()
  const transport = createScriptedTransport()
  const voice = Object.assign(createFakeVoice(), { voices: async () => [] })
  const chime = createFakeChime()
  const log = recordingLog()
  const disks = new Map<string, MemoryDisk>([['settings', createMemoryDisk(settings)]])
  const disk = (name: string) => {
    const found = disks.get(name) ?? createMemoryDisk()
    disks.set(name, found)
    return found
  }
  const asked: string[] = []
  const fetch: Fetch = async ({ url, headers }) => {
    asked.push(`${url} ${headers['authorization']}`)
    return { status: 200, headers: new Headers(), json: async () => ({ orders: [], next: null }) }
  }
  let changes = 0
  const device = createDeviceHost<DevicePairing>({
    ports: {
      ...{ clock, log, transport, voice, chime, random: seededRandom(), undoMs: 0 },
      ...{ notifier: createFakeDisplay(), dialog: createFakeDisplay() },
    },
    fetch,
    files: {
      settings: disk('settings').open().file,
      of: ({ deviceId }) => ({
        inbox: disk(`inbox-${deviceId}`).open().file,
        answers: disk(`answers-${deviceId}`).open().file,
      }),
      ownerOf: ({ store }) => store.id,
      async erase({ deviceId }) {
        disks.delete(`inbox-${deviceId}`)
        disks.delete(`answers-${deviceId}`)
      },
    },
    device: { app: 'test', version: '1', platform: 'none' },
    ...(locale !== undefined && { locale }),
    changed() {
      changes += 1
    },
    happened() {},
  })
  const settle = () => clock.advanceAsync(0)

  async function sync() {
    const socket = transport.last()
    socket.accept()
    socket.send(welcomeFrame({ head: 1, resumed: false, now: clock.now() }))
    socket.send(snapshotFrame({ seq: 1, open: [reminderFrame({ seq: 1 })] }))
    socket.send({ op: 'synced', head: 1 })
    await settle()
    return socket
  }
  return { device, clock, transport, voice, chime, log, disks, asked, settle, sync, changes: () => changes }
}

it('before pairing has settings, a voice to try them with, and a refusal for everything else', async () => {
  const { device, voice, chime, disks, settle, asked } = rig()
  await device.load()
  expect([device.status().link, device.open(), device.pairing()]).toEqual(['unpaired', [], undefined])
  device.change({ volume: 0.5 })
  expect(await device.soundCheck('urge')).toBe('ok')
  expect(chime.played).toEqual([{ kind: 'urge', level: 1, volume: chimeVolumeAt(1, 0.5) }])
  expect(voice.asked).toMatchObject([{ volume: 0.5, locale: 'zh-CN' }])
  const answer = { move: 'acknowledge', reminderId: 'r1' } as const
  expect(await device.answer(answer)).toEqual({ answer, accepted: false, code: 'unauthenticated' })
  expect(await device.orders({})).toEqual({ ok: false, code: 'unauthenticated' })
  expect(await device.statistics()).toEqual({ ok: false, code: 'unauthenticated' })
  await settle()
  expect([disks.get('settings')?.json(), asked]).toMatchObject([{ volume: 0.5 }, []])
})

it('a chime and a voice that never return do not hold the sound check up for ever', async () => {
  const { device, voice, chime, clock } = rig()
  await device.load()
  chime.outcome = 'never'
  voice.mode = 'dead'
  const outcome = device.soundCheck()
  await clock.advanceAsync(200_000)
  expect(await outcome).toBe('timeout')
})

it('rings one bell at a time: the former one has let go before the next connects', async () => {
  const { device, transport, sync, asked } = rig()
  await device.use(pairingOf('d1'))
  expect(device.status().link).toBe('connecting')
  const first = await sync()
  expect(device.open()).toHaveLength(1)
  await Promise.all([device.use(pairingOf('d2')), device.use(pairingOf('d3', 's2'))])
  expect(first.endedBy).toBeDefined()
  expect(transport.sockets.filter(({ endedBy }) => endedBy === undefined)).toHaveLength(1)
  expect([transport.last().url, device.pairing()?.deviceId]).toEqual(['wss://shop.example/v1/socket', 'd3'])
  await device.orders({ limit: 1 })
  expect(asked).toEqual(['https://shop.example/v1/orders?limit=1 Bearer tok-d3'])
})

it('what customers wrote goes with the owner of its files, and no sooner', async () => {
  const { device, disks, sync } = rig()
  await device.use(pairingOf('d1'))
  await sync()
  expect(disks.get('inbox-d1')?.text()).toContain('订单号')
  await device.use(pairingOf('d2'))
  expect(disks.get('inbox-d1')?.text()).toContain('订单号')
  await device.use(pairingOf('d1'))
  await device.use(undefined)
  expect([disks.has('inbox-d1'), device.status().link]).toEqual([false, 'unpaired'])
})

it('a change made while the bell reads its files is not lost', async () => {
  const { device, disks, settle } = rig()
  await device.load()
  const inbox = createMemoryDisk()
  disks.set('inbox-d1', inbox)
  inbox.hold()
  const using = device.use(pairingOf('d1'))
  await settle()
  device.change({ rate: 1.5 })
  inbox.release()
  await using
  await settle()
  expect([device.settings().rate, disks.get('settings')?.json()]).toMatchObject([1.5, { rate: 1.5 }])
})

it('stops a bell that is still reading its files', async () => {
  const { device, disks, transport, settle } = rig()
  const inbox = createMemoryDisk()
  disks.set('inbox-d1', inbox)
  inbox.hold()
  void device.use(pairingOf('d1'))
  await settle()
  await device.stop()
  inbox.release()
  await settle()
  expect(transport.sockets).toEqual([])
})

it('speaks the store’s language until a human chooses one; a host that names none keeps its own', async () => {
  const chosen = rig({ locale: 'zh-CN' })
  await chosen.device.load()
  await chosen.device.use(pairingOf('d1'))
  expect(chosen.device.settings().locale).toBe('en')
  const byHand = rig({ locale: 'en' })
  await byHand.device.load()
  expect(byHand.device.settings().locale).toBe('en')
  byHand.device.change({ locale: 'zh-CN' })
  await byHand.device.use(pairingOf('d1'))
  expect(byHand.device.settings().locale).toBe('zh-CN')
  const stored = rig({ locale: 'en', settings: '{"locale":"zh-CN"}' })
  await stored.device.use(pairingOf('d1'))
  expect(stored.device.settings().locale).toBe('zh-CN')
  const app = rig()
  await app.device.use(pairingOf('d1'))
  expect(app.device.settings().locale).toBe(LOCALES[0])
})

it('tells of every change of state, and goes on when the former files cannot be deleted', async () => {
  const { device, log, disks, changes } = rig()
  await device.use(pairingOf('d1'))
  const before = changes()
  const broken = disks.delete.bind(disks)
  disks.delete = () => {
    throw new Error('EPERM')
  }
  await device.use(undefined)
  disks.delete = broken
  expect(changes()).toBeGreaterThan(before)
  expect(log.lines).toEqual(['error the files of the former pairing could not be deleted {"error":"Error: EPERM"}'])
})
