import * as z from 'zod'
import {
  changeContactSchema,
  channelSchema,
  contactSchema,
  createContactSchema,
  effectSchema,
} from '../../../shared/api/attention.ts'
import { escalationSchema, morningReportSchema, storePolicySchema } from '../../../shared/api/escalation.ts'
import { nameText } from '../../../shared/api/human-text.ts'
import { rehearsalSchema, startRehearsalSchema } from '../../../shared/api/rehearsals.ts'

const id = z.string().min(1).max(64)

/** The calls of a screen about the people outside of the shop: to read, or to change one thing and read again. */
export const peopleAskSchema = z.discriminatedUnion('call', [
  z.object({ call: z.literal('read') }),
  z.object({ call: z.literal('addContact'), contact: createContactSchema }),
  z.object({ call: z.literal('changeContact'), id, change: changeContactSchema }),
  z.object({ call: z.literal('removeContact'), id }),
  z.object({
    call: z.literal('addChannel'),
    channel: z.object({
      kind: z.string().max(32),
      name: nameText(60),
      /** Keys: the server keeps them, and tells them to nobody. */
      settings: z.record(z.string().max(40), z.string().max(1_000)),
    }),
  }),
  z.object({ call: z.literal('removeChannel'), id }),
  z.object({ call: z.literal('setPolicy'), escalation: escalationSchema }),
  z.object({ call: z.literal('setMorning'), morning: morningReportSchema.nullable() }),
  z.object({ call: z.literal('test'), channelId: id, contactId: id }),
  z.object({ call: z.literal('rehearse'), ...startRehearsalSchema.shape }),
])
export type PeopleAsk = z.infer<typeof peopleAskSchema>

/** A step as a screen reads it from a server that may be newer: with causes that it does not know. */
const readStepSchema = z.object({
  cause: z.string(),
  afterS: z.number(),
  contacts: z.array(z.string()),
  channel: z.string(),
  repeatS: z.number().optional(),
  most: z.number().default(1),
})
/** Schemas of what a server tells, which may be newer than this client. */
export const readPolicySchema = storePolicySchema.extend({
  escalation: z.array(readStepSchema),
  morning: morningReportSchema.nullable().catch(null),
})
/** The part of a contact that the screen shows. */
export const readContactSchema = contactSchema.pick({ id: true, name: true, mobile: true, verifiedAt: true })
export const readContactsSchema = z.object({ contacts: z.array(readContactSchema) })
export const readChannelsSchema = z.object({ channels: z.array(channelSchema) })
export const readEffectSchema = effectSchema.extend({ cause: z.string(), state: z.string() })
export const readEffectsSchema = z.object({ effects: z.array(readEffectSchema) })

export const readRehearsalSchema = rehearsalSchema.extend({ phase: z.string() })
export const readLatestSchema = z.object({ rehearsal: readRehearsalSchema.nullable() })

export type ReadStep = z.infer<typeof readStepSchema>
export type ReadEffect = z.infer<typeof readEffectSchema>

/** Lists the ids of the contacts and channels that the settings name: they cannot be removed. */
export function namedIn({ escalation, morning }: z.infer<typeof readPolicySchema>): ReadonlySet<string> {
  const steps = escalation.flatMap(({ contacts, channel }) => [...contacts, channel])
  return new Set([...steps, ...(morning === null ? [] : [morning.contact, morning.channel])])
}

/** Everything that a screen shows of the people outside. */
export interface People {
  policy: z.infer<typeof readPolicySchema>
  contacts: z.infer<typeof readContactSchema>[]
  channels: z.infer<typeof channelSchema>[]
  /** The latest messages, newest first. */
  effects: ReadEffect[]
  /** The latest rehearsal; `null`: there was none. */
  rehearsal: z.infer<typeof readRehearsalSchema> | null
  /** The id of what was made by the call, a contact, a channel or a message; `null`: it made nothing. */
  made: string | null
}
