import { expect, it } from 'vitest'
import { attentionRig } from './attention-rig.ts'

it('what the policy names cannot be removed; what it does not name goes, with name, number and keys', async () => {
  const { simplePolicy, setPolicy, api, storeId, running } = await attentionRig()
  const { contact, channel } = await simplePolicy()
  const remove = (path: string) => api.call('DELETE', path, { as: api.operatorKey })
  for (const path of [`/v1/contacts/${contact.id}`, `/v1/channels/${channel.id}`])
    expect(await remove(path)).toMatchObject({ status: 409, body: { code: 'target_in_use' } })
  await setPolicy()
  for (const path of [`/v1/contacts/${contact.id}`, `/v1/channels/${channel.id}`]) {
    expect(await remove(path)).toMatchObject({ status: 200, body: { storeId } })
    expect((await remove(path)).status).toBe(404)
  }
  const lists = async (path: string) =>
    (await api.call('GET', `/v1/stores/${storeId}/${path}`, { as: api.operatorKey })).body
  expect([await lists('contacts'), await lists('channels')]).toEqual([{ contacts: [] }, { channels: [] }])
  const { read } = running.ctx.db
  expect(await read.all('SELECT name, mobile FROM contacts')).toEqual([{ name: '', mobile: null }])
  expect(await read.all('SELECT secret FROM channel_accounts')).toEqual([{ secret: '' }])
})

it('a policy names people and ways of its own store alone', async () => {
  const { simplePolicy, api } = await attentionRig()
  const { contact, channel } = await simplePolicy()
  const step = { cause: 'unanswered', afterS: 180, contacts: [contact.id], channel: channel.id }
  const body = { name: '分店', settings: { escalation: [step] } }
  const reply = await api.call('POST', '/v1/stores', { as: api.operatorKey, body })
  expect(reply).toMatchObject({ status: 404, body: { code: 'contact_unknown' } })
  const { body: stores } = await api.call('GET', '/v1/stores', { as: api.operatorKey })
  expect((stores as { stores: object[] }).stores).toMatchObject([{ settings: { escalation: [step] } }])
})

it('a channel is listed by its name and the host that it calls, and a test reaches nobody of another store', async () => {
  const { addChannel, addContact, api, storeId } = await attentionRig()
  const channel = await addChannel('dingtalk')
  expect(channel).toMatchObject({ kind: 'dingtalk', name: 'dingtalk', host: 'oapi.dingtalk.com' })
  expect((await api.call('GET', `/v1/stores/${storeId}/channels`, { as: api.operatorKey })).body).toEqual({
    channels: [channel],
  })
  const other = (await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '别家' } })).body as {
    id: string
  }
  const stranger = await api.call('POST', `/v1/stores/${other.id}/contacts`, {
    as: api.operatorKey,
    body: { name: '别人' },
  })
  const body = { contactId: (stranger.body as { id: string }).id }
  expect(await api.call('POST', `/v1/channels/${channel.id}/test`, { as: api.operatorKey, body })).toMatchObject({
    body: { code: 'contact_unknown' },
  })
  expect((await addContact()).mobile).toBeNull()
})
