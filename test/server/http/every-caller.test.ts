import { expect, it } from 'vitest'
import { CLOSE } from '../../../shared/protocol/close-codes.ts'
import { bearer, doorsOf, nameOf, withHeaders } from './doors.ts'
import { expectProblem } from './expect-problem.ts'
import { NOT_AUDITED, WHO_MAY } from './who-may.ts'
import { createWorld, type World } from './world.ts'

const CALLERS = [
  'nobody',
  'unknown',
  'revoked',
  'ended',
  'operator',
  'reader',
  'ordering',
  'bound',
  'several',
  'foreign',
  'connector',
  'device',
  'stranger',
] as const
type Caller = (typeof CALLERS)[number]

/** The credential of each; the stranger's is of a device of another store, the foreign one of that store's ordering system. */
function tokensOf({ api, device, stranger, revoked, keys }: World): Record<Caller, string> {
  const { orderingKey: ordering, operatorKey: operator } = api
  const { reader, bound, several, foreign, connector, ended } = keys
  return {
    ...{ nobody: '', unknown: 'ldd_nobody', revoked: revoked.token, ended: ended.key },
    ...{ operator, reader: reader.key, ordering, connector: connector.key },
    ...{ bound: bound.key, several: several.key, foreign: foreign.key },
    ...{ device: device.token, stranger: stranger.token },
  }
}

const NOT_BELIEVED: readonly Caller[] = ['unknown', 'revoked', 'ended']
/** Callers of another store, to whom nothing of the first one exists. */
const OF_ANOTHER_STORE: readonly Caller[] = ['foreign', 'stranger']
/** The letter of each in {@link WHO_MAY}. */
const LETTERS: Partial<Record<Caller, string>> = {
  ...{ operator: 'o', reader: 'r', ordering: 'a', bound: 'a', several: 'a', foreign: 'a' },
  ...{ connector: 'c', device: 'd', stranger: 'd' },
}

it('every route says who may call it, and whether it is an administrative act', async () => {
  const { routes } = await createWorld()
  expect(Object.keys(WHO_MAY).toSorted()).toEqual(routes.map(nameOf).toSorted())
  const letters = { operator: 'o', read_only: 'r', ordering: 'a', connector: 'c', device: 'd' }
  for (const route of routes) {
    const name = nameOf(route)
    const may = route.callers.length === 0 ? ['*'] : route.callers.map((kind) => letters[kind])
    expect.soft(may.toSorted(), name).toEqual([...(WHO_MAY[name] ?? '')].toSorted())
    const changes = route.method !== 'get' && !NOT_AUDITED.includes(name)
    expect.soft(route.audit !== undefined, `${name} is audited`).toBe(changes)
  }
})

it('every route by every caller: who is not believed, who may not, who may', async () => {
  const world = await createWorld()
  const tokens = tokensOf(world)
  const cells = doorsOf(world).flatMap((door) => CALLERS.map((caller) => ({ ...door, caller })))
  const outcome = ({ name, caller }: (typeof cells)[number]) => {
    const may = WHO_MAY[name] ?? ''
    if (NOT_BELIEVED.includes(caller)) return 'unauthenticated'
    if (may === '*') return 'admitted'
    if (caller === 'nobody') return 'unauthenticated'
    return may.includes(LETTERS[caller] ?? '-') ? 'admitted' : 'forbidden'
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
    if (!OF_ANOTHER_STORE.includes(cell.caller))
      expect.soft(reply.text, tried).not.toMatch(/"code":"(unauthenticated|forbidden)"/)
    // I12: to another store's device, and its ordering system, nothing of this one exists.
    else if (cell.row.missing !== undefined) expectProblem(tried, reply, cell.row.missing, world.secrets)
    else for (const { number } of Object.values(world.orders)) expect.soft(reply.text, tried).not.toContain(number)
  }
})

it('what needs no credential answers every caller alike, and the metrics are the operator’s and a reader’s', async () => {
  const world = await createWorld()
  for (const [caller, token] of Object.entries(tokensOf(world))) {
    const headers = bearer(token)
    const pages = ['/docs', '/openapi.json', '/problems/forbidden', '/problems/nobody', '/']
    for (const path of ['/healthz', '/readyz', ...pages, '/updates/latest.yml', '/assets/x.js']) {
      const [with_, without] = [
        await world.send({ method: 'GET', path, headers }),
        await world.send({ method: 'GET', path }),
      ]
      const said = ({ status, text }: typeof with_) => ({ status, text: text.replace(/"requestId":"[^"]*"/, '') })
      expect.soft(said(with_), `${path} as ${caller}`).toEqual(said(without))
    }
    const metrics = { method: 'GET', path: '/metrics', headers }
    if (['operator', 'reader'].includes(caller)) expect.soft((await world.send(metrics)).status).toBe(200)
    else {
      const known = !['nobody', ...NOT_BELIEVED].includes(caller as Caller)
      await world.refuses(`/metrics as ${caller}`, metrics, known ? 'forbidden' : 'unauthenticated')
    }
    // No key stands in for a signature.
    const callback = { method: 'POST', path: '/notify/standard-webhooks', headers, body: '{}' }
    await world.refuses(`a callback as ${caller}`, callback, 'signature_missing')
  }
})

it('every caller at the socket, from every origin: a page of elsewhere is refused whatever it knows', async () => {
  const world = await createWorld({ env: { LEGACY_WS: 'on', ALLOWED_ORIGINS: 'https://shop.example' } })
  const of: Partial<Record<Caller, string>> = { device: world.device.store.id, stranger: world.stranger.store.id }
  const ends: Partial<Record<Caller, number>> = { nobody: CLOSE.bad_frame.code, revoked: CLOSE.revoked.code }
  // No key is a device's token.
  const endOf = (caller: Caller) => (of[caller] === undefined ? (ends[caller] ?? CLOSE.unauthorized.code) : undefined)
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
      expect.soft(await welcomed, tried).toBe(endOf(caller))
      const id = of[caller]
      if (id !== undefined) expect.soft(connected.frames[0], tried).toMatchObject({ op: 'welcome', store: { id } })
      connected.terminate()
      const legacy = await world.connect({ path: bare, subprotocol: undefined, headers })
      const code = caller === 'nobody' ? CLOSE.unauthorized.code : endOf(caller)
      if (code !== undefined) expect.soft((await legacy.closed).code, `${tried}, bare`).toBe(code)
      legacy.terminate()
    }
  }
})
