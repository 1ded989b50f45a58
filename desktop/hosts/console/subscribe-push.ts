import type { PushSubscribed } from '../../ui/bridge.ts'

/** The worker that shows pushes: beside the page, so that no other page of this origin is its. */
const WORKER = 'assets/push-worker.js'
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** Tells whether this browser can be pushed to: over TLS or on its own machine, and not in every browser. */
export function canBePushedTo(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in globalThis && 'subtle' in crypto
}

/**
 * Asks the human for notifications, and subscribes this browser with a key of its own, which the server gets as a
 * channel’s settings and nobody else does. An earlier subscription of this browser ends. Never rejects.
 */
export async function subscribePush(): Promise<PushSubscribed> {
  try {
    if ((await Notification.requestPermission()) !== 'granted') return { ok: false, code: 'not_allowed' }
    const registration = await navigator.serviceWorker.register(WORKER)
    await activated(registration)
    const pair = await crypto.subtle.generateKey(CURVE, true, ['sign', 'verify'])
    const applicationServerKey = await crypto.subtle.exportKey('raw', pair.publicKey)
    const { d: privateKey = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey)
    await (await registration.pushManager.getSubscription())?.unsubscribe()
    const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
    const { endpoint: url = '', keys: { p256dh = '', auth = '' } = {} } = subscription.toJSON()
    return { ok: true, value: { url, p256dh, auth, privateKey } }
  } catch (error) {
    return {
      ok: false,
      code: error instanceof Error && error.name === 'NotAllowedError' ? 'not_allowed' : 'push_failed',
    }
  }
}

/** Waits until a worker is active: a page outside of its scope has no `ready` for it. */
async function activated({ installing, waiting, active }: ServiceWorkerRegistration): Promise<void> {
  const worker = installing ?? waiting
  if (active !== null || worker === null) return
  await new Promise<void>((resolve, reject) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve()
      if (worker.state === 'redundant') reject(new Error('the worker was not installed'))
    })
  })
}
