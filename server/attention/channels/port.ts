import type * as z from 'zod'

/** A message, worded in the language of its store; nothing in it is markup, and it names no customer. */
export interface Message {
  /** Ours, the same at each attempt: a channel may deliver a message twice. */
  id: string
  title: string
  text: string
  /** The address at which it is answered. */
  link: string | undefined
  /** Whether the other side should wake somebody. */
  urgent: boolean
  /** The contact’s number, where a group robot may call somebody by name. */
  mobile: string | null
  /** The facts behind the words, for programs. */
  facts: Readonly<Record<string, unknown>>
}

/** A call to a channel, ready to be made. */
export interface ChannelRequest {
  url: string
  headers: Readonly<Record<string, string>>
  body: string
}

/** The answer of a channel: the status of HTTP and the beginning of the body. */
export interface ChannelAnswer {
  status: number
  body: string
}

/** busy: not now, try again. refused: never; somebody has to look at the settings. */
export type Delivery = { state: 'sent' } | { state: 'busy' | 'refused'; code: string }

/** Most calls within a time; the times before count. */
export interface Allowance {
  most: number
  withinMs: number
}

/**
 * A way to reach people: its folder exports one such module, and one line of all-channels.ts lists it. Pure: the caller
 * makes the call.
 */
export interface ChannelModule<Settings extends { url: string } = { url: string }> {
  /** The name in the REST API and in the database. */
  kind: string
  /** The settings that the operator gives. All of them are secrets. */
  settings: z.ZodType<Settings>
  /** The calls that the other side takes from one account. */
  allowances: readonly Allowance[]
  /** Words a message for the channel, signed at `now`, milliseconds. */
  request(message: Message, settings: Settings, now: number): ChannelRequest
  /** Reads what the other side said. */
  read(answer: ChannelAnswer): Delivery
}
