import { channelSchema } from '../../../shared/api/attention.ts'
import type { RestClient, RestResult } from '../rest/rest-client.ts'
import {
  type People,
  type PeopleAsk,
  readChannelsSchema,
  readContactSchema,
  readContactsSchema,
  readEffectSchema,
  readEffectsSchema,
  readLatestSchema,
  readPolicySchema,
  readRehearsalSchema,
} from './people.ts'

/** The latest messages that a screen shows. */
const EFFECTS = 20

/** Makes the change that is asked for, and reads everything again: what a screen shows is what the server has. Never rejects. */
export async function askPeople(rest: RestClient, storeId: string, ask: PeopleAsk): Promise<RestResult<People>> {
  const store = `/v1/stores/${encodeURIComponent(storeId)}`
  const changed = await change(rest, store, ask)
  if (!changed.ok) return changed
  const [policy, contacts, channels, effects, latest] = await Promise.all([
    rest.get(`${store}/escalation`, readPolicySchema),
    rest.get(`${store}/contacts`, readContactsSchema),
    rest.get(`${store}/channels`, readChannelsSchema),
    rest.get(`${store}/effects`, readEffectsSchema, { limit: EFFECTS }),
    rest.get(`${store}/rehearsals/latest`, readLatestSchema),
  ])
  if (!policy.ok) return policy
  if (!contacts.ok) return contacts
  if (!channels.ok) return channels
  if (!effects.ok) return effects
  if (!latest.ok) return latest
  return {
    ok: true,
    value: {
      policy: policy.value,
      contacts: contacts.value.contacts,
      channels: channels.value.channels,
      effects: effects.value.effects,
      rehearsal: latest.value.rehearsal,
      made: changed.value,
    },
  }
}

/** Makes the change; resolves to the id of what it made. */
async function change(rest: RestClient, store: string, ask: PeopleAsk): Promise<RestResult<string | null>> {
  const target = (kind: 'contacts' | 'channels', id: string) => `/v1/${kind}/${encodeURIComponent(id)}`
  const made = async (result: Promise<RestResult<{ id: string }>>): Promise<RestResult<string | null>> => {
    const settled = await result
    return settled.ok ? { ok: true, value: settled.value.id } : settled
  }
  if (ask.call === 'addContact') return await made(rest.post(`${store}/contacts`, readContactSchema, ask.contact))
  if (ask.call === 'addChannel') return await made(rest.post(`${store}/channels`, channelSchema, ask.channel))
  if (ask.call === 'changeContact')
    return await made(rest.patch(target('contacts', ask.id), readContactSchema, ask.change))
  if (ask.call === 'removeContact') return await made(rest.delete(target('contacts', ask.id), readContactSchema))
  if (ask.call === 'removeChannel') return await made(rest.delete(target('channels', ask.id), channelSchema))
  if (ask.call === 'test') {
    const body = { contactId: ask.contactId }
    return await made(rest.post(`${target('channels', ask.channelId)}/test`, readEffectSchema, body))
  }
  if (ask.call === 'rehearse') {
    return await made(rest.post(`${store}/rehearsals`, readRehearsalSchema, { tell: ask.tell }))
  }
  if (ask.call === 'setPolicy') {
    const set = await rest.patch(`${store}/escalation`, readPolicySchema, { escalation: ask.escalation })
    return set.ok ? { ok: true, value: null } : set
  }
  if (ask.call === 'setMorning') {
    const set = await rest.patch(`${store}/escalation`, readPolicySchema, { morning: ask.morning })
    return set.ok ? { ok: true, value: null } : set
  }
  return { ok: true, value: null }
}
