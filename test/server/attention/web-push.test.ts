import { expect, it } from 'vitest'
import { FAKE_SECRETS } from '../../../demo/channels/check-signature.ts'
import { openPush } from '../../../demo/channels/web-push.ts'
import { areBrowserKeys, encryptPush } from '../../../server/attention/channels/web-push/encrypt.ts'
import { publicKeyOf } from '../../../server/attention/channels/web-push/vapid.ts'
import { attentionRig, PUBLIC, SETTINGS } from './attention-rig.ts'

const { pushPublic: p256dh, pushAuth: auth, vapidPrivate, vapidPublic } = FAKE_SECRETS
const keys = {
  senderKey: Buffer.from(vapidPrivate, 'base64url'),
  salt: Buffer.from('DGv6ra1nlYgDCS1FRnbzlw', 'base64url'),
}

it('RFC 8291, the example of section 5', () => {
  const closed = encryptPush('When I grow up, I want to be a watermelon', { p256dh, auth }, keys)
  expect(closed.toString('base64url')).toBe(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_' +
      'yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  )
  expect(publicKeyOf(vapidPrivate)).toBe(vapidPublic)
})

it.each(['', '来单', 'a'.repeat(3_900)])('what is closed here is opened by code of its own: %#', async (text) => {
  expect(await openPush(encryptPush(text, { p256dh, auth }, keys))).toBe(text)
})

it('keys that no browser has are no keys', () => {
  expect(areBrowserKeys({ p256dh, auth })).toBe(true)
  for (const wrong of ['', 'AAAA', p256dh.slice(0, -4), `${p256dh.slice(0, -4)}AAAA`])
    expect(areBrowserKeys({ p256dh: wrong, auth }), wrong).toBe(false)
  for (const wrong of ['', 'AAAA', `${auth}AAAA`]) expect(areBrowserKeys({ p256dh, auth: wrong }), wrong).toBe(false)
})

it('a channel with such keys, or another sender’s, is refused and told of', async () => {
  const rig = await attentionRig()
  const add = async (settings: object) =>
    await rig.api.call('POST', `/v1/stores/${rig.storeId}/channels`, {
      as: rig.api.operatorKey,
      body: { kind: 'web_push', name: '浏览器', settings: { ...SETTINGS['web_push'], ...settings } },
    })
  for (const settings of [
    { p256dh: 'AAAA' },
    { auth: 'AAAA' },
    { privateKey: '' },
    { privateKey: 'AAAA' },
    { more: 'x' },
  ])
    expect(await add(settings)).toMatchObject({ status: 400, body: { code: 'body_invalid' } })
})

it('a push says what waits, carries the link beside its words, and fits into what a service takes', async () => {
  const rig = await attentionRig({ env: { PUBLIC_URL: PUBLIC } })
  const [contact, channel] = [await rig.addContact(), await rig.addChannel('web_push')]
  await rig.setPolicy({ cause: 'unanswered', afterS: 60, contacts: [contact.id], channel: channel.id })
  for (let order = 0; order < 12; order++) await rig.api.placePaid({ customer: { name: '张三', phone: '13912345678' } })
  await rig.later(60_000)
  expect(rig.fake.calls).toEqual(['push.imitated.example takes'])
  expect(rig.fake.shown[0]?.text).toContain('12单无人处理')
  expect(rig.fake.shown[0]?.text).not.toMatch(/张三|13912345678|https:/)
})

it('a browser that has left is given up at once', async () => {
  const rig = await attentionRig()
  const contact = await rig.addContact()
  const channel = await rig.addChannel('web_push', {
    ...SETTINGS['web_push'],
    url: 'https://push.imitated.example/send/somebody-else',
  })
  await rig.api.call('POST', `/v1/channels/${channel.id}/test`, {
    as: rig.api.operatorKey,
    body: { contactId: contact.id },
  })
  await rig.later(5_000, 1_000)
  expect((await rig.effects()).map(({ state, code }) => [state, code])).toEqual([['failed', 'http_404']])
})
