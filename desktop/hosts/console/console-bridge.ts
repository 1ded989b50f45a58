import type { DeviceEvent } from '../../core/device/device-host.ts'
import type { Bridge, Hearing, PushSubscribed, View } from '../../ui/bridge.ts'
import { type ConsoleDevice, type ConsoleDeviceDeps, createConsoleDevice } from './device-host.ts'
import type { LogRing } from './log-ring.ts'
import { electOwner } from './tabs/election.ts'
import { createMirror } from './tabs/mirror.ts'
import { type ActionName, type Actions, perform, type TabChannel } from './tabs/tab-channel.ts'

export interface ConsoleDeps extends Omit<ConsoleDeviceDeps, 'changed' | 'happened' | 'sound' | 'log'> {
  channel: TabChannel
  locks: LockManager | undefined
  /** The path of the server, by which its tabs are told from those of another one of this origin; empty at the root. */
  scope: string
  log: LogRing
  /** The pairing code in the address of this page. */
  offeredCode: string | undefined
  /** Shows the log to the human. */
  showLog(text: string): void
  /** Absent: this page has no way to a microphone. */
  checkHearing?: (() => Promise<Hearing>) | undefined
  /** Absent: this browser cannot be pushed to. */
  subscribePush?: (() => Promise<PushSubscribed>) | undefined
  makeSound(changed: () => void): ConsoleDeviceDeps['sound']
}

export interface Console {
  bridge: Bridge
  /** Resolves when there is a view; then this tab rings, or watches the one that does. */
  start(): Promise<void>
  reconnectNow(why: string): void
  /** Brings up the reminder whose notification was clicked. */
  bringUp(reminderId: string): void
}

/** Makes the browser's side of the screen: the owner among the tabs runs the bell, the others mirror it and call it. */
export function createConsole(deps: ConsoleDeps): Console {
  const { channel } = deps
  const viewListeners = new Set<(view: View) => void>()
  const eventListeners = new Set<(event: DeviceEvent) => void>()
  const requestListeners = new Set<(reminderIds: readonly string[]) => void>()
  let role: 'undecided' | 'owner' | 'bystander' = 'undecided'
  let offeredCode = deps.offeredCode
  const device: ConsoleDevice = createConsoleDevice({ ...deps, sound: deps.makeSound(changed), changed, happened })
  const mirror = createMirror({ channel, random: deps.random, changed })
  let view = draw()

  function draw(): View {
    const shown = role === 'bystander' ? (mirror.view() ?? device.view()) : device.view()
    return { ...shown, host: { ...shown.host, bystander: role === 'bystander', offeredCode } }
  }

  function changed(): void {
    view = draw()
    if (role === 'owner') channel.post({ say: 'view', view: device.view() })
    for (const listener of viewListeners) listener(view)
  }

  function happened(event: DeviceEvent): void {
    if (role === 'owner') channel.post({ say: 'event', event })
    for (const listener of eventListeners) listener(event)
  }

  async function becomeOwner(): Promise<void> {
    role = 'owner'
    await device.open()
    for (const { action, args, resolve } of mirror.takeOver()) resolve(await perform(device.actions, action, args))
  }

  function becomeBystander(): void {
    role = 'bystander'
    channel.post({ say: 'look' })
    changed()
  }

  channel.listen((message) => {
    if (role === 'bystander') {
      mirror.hear(message)
      if (message.say === 'event') happened(message.event)
    } else if (role === 'owner' && message.say === 'look') {
      changed()
    } else if (role === 'owner' && message.say === 'call') {
      void Promise.resolve(perform(device.actions, message.action, message.args)).then((value) =>
        channel.post({ say: 'reply', id: message.id, value }),
      )
    }
  })

  /** Runs an action in the owner's tab; a bystander asks the owner to run it. */
  function act<Name extends ActionName>(action: Name): Actions[Name] {
    const ask = (...args: unknown[]) =>
      role === 'bystander' ? mirror.ask(action, args) : perform(device.actions, action, args)
    return ask as Actions[Name]
  }

  function forgetOffer(): void {
    offeredCode = undefined
    changed()
  }

  const pair = act('pair')
  const changeHost = act('changeHost')
  return {
    bridge: {
      view: () => view,
      subscribe(listener) {
        viewListeners.add(listener)
        return () => void viewListeners.delete(listener)
      },
      onEvent(listener) {
        eventListeners.add(listener)
        return () => void eventListeners.delete(listener)
      },
      // A notification of a page goes with it: nobody asks before there is somebody to listen.
      onAsked(listener) {
        requestListeners.add(listener)
        return () => void requestListeners.delete(listener)
      },
      async pair(input) {
        const result = await pair(input)
        if (result.ok) forgetOffer()
        return result
      },
      changeHost(patch) {
        if ('offeredCode' in patch) forgetOffer()
        changeHost(patch)
      },
      unpair: act('unpair'),
      answer: act('answer'),
      undo: act('undo'),
      order: act('order'),
      orders: act('orders'),
      statistics: act('statistics'),
      attention: act('attention'),
      strikeOff: act('strikeOff'),
      people: act('people'),
      report: act('report'),
      say: act('say'),
      shop: act('shop'),
      refunds: act('refunds'),
      markReturned: act('markReturned'),
      change: act('change'),
      mute: act('mute'),
      soundCheck: act('soundCheck'),
      voices: act('voices'),
      checkHearing: deps.checkHearing,
      subscribePush: deps.subscribePush,
      later() {},
      update() {},
      openLogs: () => deps.showLog(deps.log.text()),
      drawingFailed: (fault) => deps.log.error('a part of the screen could not be drawn', { fault }),
    },
    async start() {
      await device.load()
      changed()
      electOwner(deps.locks, deps.scope, { own: () => void becomeOwner(), bystand: becomeBystander })
    },
    reconnectNow: device.reconnectNow,
    bringUp(reminderId) {
      for (const listener of requestListeners) listener([reminderId])
    },
  }
}
