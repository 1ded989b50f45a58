import { expect, it } from 'vitest'
import { CLOSE } from '../../../shared/protocol/close-codes.ts'
import { bearer, doorsOf, withHeaders } from './doors.ts'
import { expectProblem } from './expect-problem.ts'
import { createWorld, type World } from './world.ts'

const CALLERS = ['nobody', 'unknown', 'revoked', 'ordering', 'operator', 'device', 'stranger'] as const
type Caller = (typeof CALLERS)[number]

/** The credential of each; the stranger's is of a device of another store. */
function tokensOf({ api, device, stranger, revoked }: World): Record<Caller, string> {
  const { orderingKey: ordering, operatorKey: operator } = api
  const [unknown, ofDevices] = [
    'ldd_nobody',
    { device: device.token, stranger: stranger.token, revoked: revoked.token },
  ]
  return { nobody: '', unknown, ordering, operator, ...ofDevices }
}

const NOT_BELIEVED: readonly Caller[] = ['unknown', 'revoked']

it('every route by every caller: who is not believed, who may not, who may', async () => {
  const world = await createWorld()
  const tokens = tokensOf(world)
  const cells = doorsOf(world).flatMap((door) => CALLERS.map((caller) => ({ ...door, caller })))
  const outcome = ({ route, caller }: (typeof cells)[number]) => {
    if (NOT_BELIEVED.includes(caller)) return 'unauthenticated'
    if (route.callers.length === 0) return 'admitted'
    if (caller === 'nobody') return 'unauthenticated'
    return route.callers.includes(caller === 'stranger' ? 'device' : (caller as 'device')) ? 'admitted' : 'forbidden'
  }
  const requestOf = ({ good, caller }: (typeof cells)[number]) =>
    withHeaders(good, { authorization: undefined, ...bearer(tokens[caller]) })

  // First those who are turned away: none of them may change anything.
  for (const cell of cells) {
    const code = outcome(cell)
    if (code !== 'admitted') await world.refuses(`${cell.name} as ${cell.caller}`, requestOf(cell), code)
  }
  for (const cell of cells.filter((cell) => outcome(cell) === 'admitted')) {
    const tried = `${cell.name} as ${cell.caller}`
    const reply = await world.send(requestOf(cell))
    if (cell.caller !== 'stranger') expect.soft(reply.text, tried).not.toMatch(/"code":"(unauthenticated|forbidden)"/)
    // I12: to the other store's device nothing of this one exists.
    else if (cell.row.missing !== undefined) expectProblem(tried, reply, cell.row.missing, world.secrets)
    else for (const { number } of Object.values(world.orders)) expect.soft(reply.text, tried).not.toContain(number)
  }
})

it('what needs no credential answers every caller alike, and the metrics are the operator’s', async () => {
  const world = await createWorld()
  for (const [caller, token] of Object.entries(tokensOf(world))) {
    const headers = bearer(token)
    for (const path of ['/healthz', '/readyz', '/docs', '/openapi.json', '/', '/updates/latest.yml', '/assets/x.js']) {
      const [with_, without] = [
        await world.send({ method: 'GET', path, headers }),
        await world.send({ method: 'GET', path }),
      ]
      const said = ({ status, text }: typeof with_) => ({ status, text: text.replace(/"requestId":"[^"]*"/, '') })
      expect.soft(said(with_), `${path} as ${caller}`).toEqual(said(without))
    }
    const metrics = { method: 'GET', path: '/metrics', headers }
    if (caller === 'operator') expect.soft((await world.send(metrics)).status).toBe(200)
    else {
      const known = !['nobody', ...NOT_BELIEVED].includes(caller)
      await world.refuses(`/metrics as ${caller}`, metrics, known ? 'forbidden' : 'unauthenticated')
    }
    // No key stands in for a signature.
    const callback = { method: 'POST', path: '/notify/standard-webhooks', headers, body: '{}' }
    await world.refuses(`a callback as ${caller}`, callback, 'signature_missing')
  }
})

it('every caller at the socket, from every origin: a page of elsewhere is refused whatever it knows', async () => {
  const world = await createWorld({ env: { LEGACY_WS: 'on', ALLOWED_ORIGINS: 'https://shop.example' } })
  const endings: Record<Caller, number | undefined> = {
    nobody: CLOSE.bad_frame.code,
    unknown: CLOSE.unauthorized.code,
    revoked: CLOSE.revoked.code,
    ordering: CLOSE.unauthorized.code,
    operator: CLOSE.unauthorized.code,
    device: undefined,
    stranger: undefined,
  }
  for (const [caller, token] of Object.entries(tokensOf(world)) as [Caller, string][]) {
    const bare = `/ws/${token === '' ? 'x' : token}`
    for (const origin of ['http://evil.example', 'null', `${world.url}.evil.example`])
      for (const path of ['/v1/socket', bare])
        await expect.soft(world.connect({ path, headers: { origin } }), `${path} from ${origin}`).rejects.toThrow('403')
    for (const origin of [undefined, 'https://shop.example', world.url]) {
      const tried = `${caller} from ${origin}`
      const headers = origin === undefined ? {} : { origin }
      const connected = await world.connect({ token, headers })
      const ended = connected.closed.then(({ code }) => code)
      const welcomed = connected.synced().then(
        () => undefined,
        () => ended,
      )
      expect.soft(await welcomed, tried).toBe(endings[caller])
      const of = { device: world.device.store.id, stranger: world.stranger.store.id }[caller as 'device' | 'stranger']
      if (of !== undefined) expect.soft(connected.frames[0], tried).toMatchObject({ op: 'welcome', store: { id: of } })
      connected.terminate()
      const legacy = await world.connect({ path: bare, subprotocol: undefined, headers })
      const code = caller === 'nobody' ? CLOSE.unauthorized.code : endings[caller]
      if (code !== undefined) expect.soft((await legacy.closed).code, `${tried}, bare`).toBe(code)
      legacy.terminate()
    }
  }
})
