import * as z from 'zod'
import {
  changeContactSchema,
  channelListSchema,
  channelSchema,
  contactListSchema,
  contactSchema,
  createContactSchema,
  effectPageSchema,
  effectQuerySchema,
  effectSchema,
  testMessageSchema,
} from '../../../shared/api/attention.ts'
import { nameText } from '../../../shared/api/human-text.ts'
import { ALL_CHANNELS } from '../../attention/all-channels.ts'
import { changeContact, createContact } from '../../attention/contacts.ts'
import { findEffects, queueTest } from '../../attention/find-effects.ts'
import { removeChannel, removeContact } from '../../attention/remove-target.ts'
import { storeOfChannel, storeOfContact } from '../../attention/target-store.ts'
import { createChannel, listChannels, listContacts } from '../../attention/targets.ts'
import type { Context } from '../../context/context.ts'
import { confinedTo, requireStore } from '../routing/caller.ts'
import { requireManager } from '../routing/manager.ts'
import { byStoreId, byTargetId } from '../routing/params.ts'
import { type Route, route } from '../routing/route.ts'

const tag = 'Attention'
const nameSchema = nameText(60)

/** A new channel: its kind, and the settings that this kind asks for. */
const createChannelSchema = z.discriminatedUnion(
  'kind',
  ALL_CHANNELS.map(({ kind, settings }) =>
    z.strictObject({ kind: z.literal(kind), name: nameSchema, settings }),
  ) as unknown as [z.ZodObject<{ kind: z.ZodLiteral<string>; name: typeof nameSchema; settings: z.ZodType<object> }>],
)

/**
 * Lists the routes by which people set up whom the server tells when nobody answers, and see whom it told. A device of
 * the store may read and test; it may change what the store lets its devices manage.
 */
export function attentionRoutes(ctx: Context): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/stores/{id}/contacts',
      tag,
      summary: 'The people who can be told that nobody answers.',
      callers: ['operator', 'device'],
      params: byStoreId,
      reply: { status: 200, schema: contactListSchema },
      problems: ['store_unknown'],
      handle: async ({ params, caller }) => {
        requireStore(caller, params.id)
        return { contacts: await listContacts(ctx.db.read, params.id) }
      },
    }),
    route({
      method: 'post',
      path: '/v1/stores/{id}/contacts',
      tag,
      summary: 'Add a person. The settings of the store say when to tell whom.',
      callers: ['operator', 'device'],
      audit: 'contact.add',
      params: byStoreId,
      body: createContactSchema,
      reply: { status: 201, schema: contactSchema },
      problems: ['store_unknown', 'managed_by_operator'],
      idempotent: true,
      handle: ({ params, body, caller, write }) =>
        write(async (tx) => {
          await requireManager(tx, caller, params.id)
          return await createContact(tx, ctx, params.id, body)
        }),
    }),
    route({
      method: 'patch',
      path: '/v1/contacts/{id}',
      tag,
      summary: 'Change a person: name, number, mailbox, quiet hours, and what it is told of.',
      callers: ['operator', 'device'],
      audit: 'contact.change',
      params: byTargetId,
      body: changeContactSchema,
      reply: { status: 200, schema: contactSchema },
      problems: ['contact_unknown', 'managed_by_operator'],
      idempotent: true,
      handle: ({ params, body, caller, write }) =>
        write(async (tx) => {
          await requireManager(tx, caller, await storeOfContact(tx, params.id, confinedTo(caller)))
          return await changeContact(tx, ctx, params.id, body)
        }),
    }),
    route({
      method: 'delete',
      path: '/v1/contacts/{id}',
      tag,
      summary: 'Remove a person, with name and number.',
      callers: ['operator', 'device'],
      audit: 'contact.remove',
      params: byTargetId,
      reply: { status: 200, schema: contactSchema },
      problems: ['contact_unknown', 'target_in_use', 'managed_by_operator'],
      handle: ({ params, caller, write }) =>
        write(async (tx) => {
          await requireManager(tx, caller, await storeOfContact(tx, params.id, confinedTo(caller)))
          return await removeContact(tx, ctx, params.id)
        }),
    }),
    route({
      method: 'get',
      path: '/v1/stores/{id}/channels',
      tag,
      summary: 'The ways by which messages leave, without their keys.',
      callers: ['operator', 'device'],
      params: byStoreId,
      reply: { status: 200, schema: channelListSchema },
      problems: ['store_unknown'],
      handle: async ({ params, caller }) => {
        requireStore(caller, params.id)
        return { channels: await listChannels(ctx.db.read, params.id) }
      },
    }),
    route({
      method: 'post',
      path: '/v1/stores/{id}/channels',
      tag,
      summary: 'Add a way: a group robot, a topic, a program of your own. No call returns its settings again.',
      callers: ['operator', 'device'],
      audit: 'channel.add',
      params: byStoreId,
      body: createChannelSchema,
      reply: { status: 201, schema: channelSchema },
      problems: ['store_unknown', 'managed_by_operator'],
      idempotent: true,
      handle: ({ params, body, caller, write }) =>
        write(async (tx) => {
          await requireManager(tx, caller, params.id)
          return await createChannel(tx, ctx, params.id, body)
        }),
    }),
    route({
      method: 'delete',
      path: '/v1/channels/{id}',
      tag,
      summary: 'Remove a way, with its keys.',
      callers: ['operator', 'device'],
      audit: 'channel.remove',
      params: byTargetId,
      reply: { status: 200, schema: channelSchema },
      problems: ['channel_unknown', 'target_in_use', 'managed_by_operator'],
      handle: ({ params, caller, write }) =>
        write(async (tx) => {
          await requireManager(tx, caller, await storeOfChannel(tx, params.id, confinedTo(caller)))
          return await removeChannel(tx, ctx, params.id)
        }),
    }),
    route({
      method: 'post',
      path: '/v1/channels/{id}/test',
      tag,
      summary: 'Queue a test message; the list of effects says what became of it.',
      callers: ['operator', 'device'],
      audit: 'channel.test',
      params: byTargetId,
      body: testMessageSchema,
      reply: { status: 201, schema: effectSchema },
      problems: ['channel_unknown', 'contact_unknown'],
      idempotent: true,
      handle: ({ params, body, caller, write }) =>
        write(async (tx) => {
          await storeOfChannel(tx, params.id, confinedTo(caller))
          return await queueTest(tx, ctx, params.id, body.contactId)
        }),
    }),
    route({
      method: 'get',
      path: '/v1/stores/{id}/effects',
      tag,
      summary: 'What people outside were told, or could not be told and why, newest first.',
      callers: ['operator', 'device'],
      params: byStoreId,
      query: effectQuerySchema,
      reply: { status: 200, schema: effectPageSchema },
      problems: ['store_unknown', 'cursor_invalid'],
      handle: ({ params, query, caller }) => {
        requireStore(caller, params.id)
        return findEffects(ctx, params.id, query)
      },
    }),
  ]
}
