import { expect, it } from 'vitest'
import { bearer, doorsOf, nameOf, pathFor, tokenOf, withHeaders } from './doors.ts'
import { expectProblem, MARKER } from './expect-problem.ts'
import { ROUTE_ROWS } from './route-rows.ts'
import { createWorld } from './world.ts'

it('every route has a row, and what the rows hold good is taken', async () => {
  const world = await createWorld()
  expect(Object.keys(ROUTE_ROWS).toSorted()).toEqual(world.routes.map(nameOf).toSorted())
  for (const { name, route, good } of doorsOf(world)) {
    const { status, text, headers } = await world.send(good)
    expect.soft({ status, text }, name).toMatchObject({ status: route.reply.status })
    expect.soft(headers['content-type'], name).toBe(route.reply.type ?? 'application/json; charset=utf-8')
  }
})

it('no route answers a caller that it does not know, whatever else is wrong', async () => {
  const world = await createWorld()
  const { operatorKey, orderingKey } = world.api
  const credentials = [
    ...[
      '',
      'Bearer',
      'Bearer ',
      `Bearer  ${operatorKey}`,
      operatorKey,
      `Basic ${operatorKey}`,
      `Bearer ${operatorKey},x`,
    ],
    ...[
      `Bearer ${MARKER}`,
      `Bearer ${operatorKey}x`,
      `Bearer ${operatorKey.slice(0, -1)}`,
      `Bearer ${operatorKey} ${orderingKey}`,
    ],
    ...[
      `Bearer ldd_${MARKER}`,
      `Bearer ${world.revoked.token}`,
      `Bearer ${world.keys.ended.key}`,
      'Bearer __proto__',
      `Bearer ${'x'.repeat(201)}`,
    ],
    ...[
      `Bearer ${operatorKey.toUpperCase()}`,
      "Bearer ' OR 1=1 --",
      'Bearer %00',
      'Bearer \xff\xfe',
      ['Bearer nobody', `Bearer ${operatorKey}`],
    ],
  ]
  for (const { name, route, good } of doorsOf(world)) {
    for (const authorization of credentials)
      await world.refuses(`${name} as “${authorization}”`, withHeaders(good, { authorization }), 'unauthenticated')
    if (route.callers.length === 0) continue
    const nobody = withHeaders(good, { authorization: undefined })
    await world.refuses(`${name} as nobody`, nobody, 'unauthenticated')
    await world.refuses(`${name} as nobody, with nonsense`, { ...nobody, body: '{' }, 'unauthenticated')
    const zipped = withHeaders({ ...nobody, body: 'x' }, { 'content-encoding': 'gzip', 'content-type': 'text/plain' })
    await world.refuses(`${name} as nobody, in another format`, zipped, 'unauthenticated')
    await world.refuses(`${name} as nobody, at length`, { ...nobody, body: ' '.repeat(300_000) }, 'unauthenticated')
  }
})

it('a key opens what it is for, and nothing else', async () => {
  const world = await createWorld()
  for (const { name, route, good } of doorsOf(world)) {
    if (route.callers.length === 0) continue
    for (const kind of ['ordering', 'operator', 'read_only', 'connector', 'device'] as const) {
      if (route.callers.includes(kind)) continue
      await world.refuses(`${name} as ${kind}`, withHeaders(good, bearer(tokenOf(world, kind))), 'forbidden')
    }
  }
})

it('I12: to a device, another store’s things are as unknown as things that do not exist', async () => {
  const world = await createWorld()
  const as = bearer(world.stranger.token)
  for (const { name, route, row, good } of doorsOf(world)) {
    if (!route.callers.includes('device') || row.storeless) continue
    const code = row.missing ?? 'store_unknown'
    const theirs = withHeaders(
      row.missing === undefined ? { ...good, path: `${good.path}?storeId=${world.storeId}` } : good,
      as,
    )
    await world.refuses(`${name} of another store`, theirs, code)
    await world.refuses(`${name} with a key`, withHeaders(theirs, { 'idempotency-key': 'k' }), code)
    const path = row.missing === undefined ? `${route.path}?storeId=st_nobody` : pathFor(route, '999999999')
    const [foreign, missing] = [await world.send(theirs), await world.send({ ...theirs, path })]
    const unknown = { ...expectProblem(name, missing, code), requestId: foreign.headers['x-request-id'] }
    expect.soft(expectProblem(name, foreign, code), name).toEqual(unknown)
  }
})

it('I12: a device’s lists hold its own store’s things only, whatever they are asked for', async () => {
  const world = await createWorld()
  const { orders, stranger, api } = world
  for (const list of ['orders', 'reminders']) {
    const page = await api.call('GET', `/v1/${list}?limit=2`, { as: world.device.token })
    const { next } = page.body as { next: string }
    const queries = [
      '',
      `cursor=${next}`,
      `orderId=${orders.paid.id}`,
      `number=${orders.paid.number}`,
      '__proto__[storeId]=x',
    ]
    for (const query of [
      ...queries,
      `storeId=${stranger.store.id}`,
      `storeId[]=${world.storeId}`,
      `storeid=${world.storeId}`,
    ]) {
      const { status, body } = await api.call('GET', `/v1/${list}?${query}`, { as: stranger.token })
      expect.soft({ status, body }, `${list}?${query}`).toEqual({ status: 200, body: { [list]: [], next: null } })
    }
  }
})

it('an address that takes other methods says which', async () => {
  const world = await createWorld()
  const routes = [...world.routes, { method: 'post', path: '/notify/standard-webhooks' }]
  for (const path of new Set(routes.map((route) => route.path))) {
    const taken = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase())
    const request = { path: path.replace('{id}', '1'), headers: bearer(world.api.operatorKey) }
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      if (taken.includes(method)) continue
      // A pairing address is also the address of a device that is called "pair".
      if (['DELETE', 'PATCH'].includes(method) && path === '/v1/devices/pair') continue
      const tried = `${method} ${path}`
      await world.refuses(tried, { ...request, method }, 'method_not_allowed')
      expect.soft((await world.send({ ...request, method })).headers.allow, tried).toBe(taken.join(', '))
    }
  }
})

it('there is nothing at other addresses', async () => {
  const world = await createWorld()
  const paths = [
    ...[
      '/v1',
      '/v1/',
      '/v2/orders',
      '/v1/order',
      '/v1/orders/1/confirm/x',
      '/v1/orders/1/pay',
      '/v1//orders',
      '//v1/orders',
    ],
    ...['/v1/orders/../../etc/passwd', '/..%2f..%2fetc%2fpasswd', '/.env', '/package.json', '/data/laidan.db', '/%00'],
    ...[
      '/v1/orders/%',
      '/v1/orders/%zz',
      '/v1/stores/%E0%A4%A/statistics',
      '/v1/%2e%2e/metrics',
      '/ws/x',
      '/v1/socket',
    ],
    ...[
      '/problems/__proto__',
      '/docs/x',
      `/${MARKER}`,
      `/v1/${'x'.repeat(8_000)}`,
      '/constructor',
      '/notify',
      '/notify/a/b',
    ],
  ]
  for (const path of paths)
    for (const method of ['GET', 'POST'])
      await world.refuses(
        `${method} ${path}`,
        { method, path, headers: bearer(world.api.operatorKey) },
        'route_unknown',
      )
  for (const provider of ['paySuccess', 'wechatpay', '__proto__', '%00', MARKER])
    await world.refuses(provider, { method: 'POST', path: `/notify/${provider}`, body: '{}' }, 'provider_unknown')
})
