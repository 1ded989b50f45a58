import { EventEmitter } from 'node:events'
import { Variant } from '@jellybrick/dbus-next'
import type { SessionBus } from './session-bus.ts'

interface Options {
  title: string
  body: string
  silent: boolean
  urgency: 'low' | 'normal' | 'critical'
  timeoutType: 'default' | 'never'
}

/** The part of the desktop's notification daemon that the stand-in uses. */
interface Daemon extends EventEmitter {
  Notify(...args: [string, number, string, string, string, string[], Record<string, Variant>, number]): Promise<number>
  CloseNotification(id: number): Promise<void>
}

const NAME = 'org.freedesktop.Notifications'

/** Makes the class `Notification`, over the desktop's notification daemon as Electron does on Linux. */
export function createNotificationClass({ bus, appName }: { bus: SessionBus; appName: string }) {
  const shown = new Map<number, EventEmitter>()
  let daemon: Promise<Daemon> | undefined

  function connect(): Promise<Daemon> {
    daemon ??= (async () => {
      const object = await (await bus.get()).getProxyObject(NAME, `/${NAME.replaceAll('.', '/')}`)
      const daemonNow = object.getInterface(NAME) as unknown as Daemon
      daemonNow.on('ActionInvoked', (id: number) => shown.get(id)?.emit('click', {}))
      daemonNow.on('NotificationClosed', (id: number) => {
        shown.get(id)?.emit('close', {})
        shown.delete(id)
      })
      return daemonNow
    })()
    return daemon
  }

  return class Notification extends EventEmitter {
    static isSupported = () => true
    private readonly options: Options
    private id: Promise<number> | undefined

    constructor(options: Options) {
      super()
      this.options = options
    }

    show(): void {
      this.id = this.send()
      this.id.then(
        () => this.emit('show', {}),
        (error: unknown) => this.emit('failed', {}, String(error)),
      )
    }

    private async send(): Promise<number> {
      const { title, body, silent, urgency, timeoutType } = this.options
      const hints = {
        urgency: new Variant('y', { low: 0, normal: 1, critical: 2 }[urgency]),
        ...(silent && { 'suppress-sound': new Variant('b', true) }),
      }
      const lasting = timeoutType === 'never' ? 0 : -1
      const daemonNow = await connect()
      const id = await daemonNow.Notify(appName, 0, '', title, body, ['default', ''], hints, lasting)
      shown.set(id, this)
      return id
    }

    close(): void {
      void this.id?.then(async (id) => (await connect()).CloseNotification(id)).catch(() => {})
    }
  }
}
