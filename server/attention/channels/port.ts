import type * as z from 'zod'
import type { Locale } from '../../../shared/locales.ts'
import type { DayFigures } from '../texts/day-figures.ts'

/** A message, worded in the language of its store; nothing in it is markup, and it names no customer. */
export interface Message {
  /** Ours, the same at each attempt: a channel may deliver a message twice. */
  id: string
  title: string
  text: string
  /** One sentence, for a voice and for a text. */
  sentence: string
  /** A few words, for templates that others have approved. */
  short: string
  language: Locale
  /** The address at which it is answered. */
  link: string | undefined
  /** Whether the other side should wake somebody. */
  urgent: boolean
  /** The contact’s number: the callee, or the one whom a group robot calls by name. */
  mobile: string | null
  /** The contact’s mailbox. */
  email: string | null
  /** The other side’s name of the call that this message ends. */
  ends: string | null
  /** The facts behind the words, for programs and templates. */
  facts: MessageFacts
}

export interface MessageFacts {
  cause: string
  storeId: string
  store: string
  contact: string
  /** The longest wait, minutes. */
  minutes: number
  orders: readonly { number: string; kind: string; fulfilment: string; waitedMinutes: number }[]
  /** The day that a report is of, in figures. */
  report?: DayFigures
}

/** A call to a channel over HTTP, ready to be made. */
export interface HttpRequest {
  url: string
  headers: Readonly<Record<string, string>>
  body: string | Buffer
}

/** A mail, ready to be handed to a server. */
export interface MailRequest {
  mail: {
    host: string
    port: number
    /** Whether the connection begins with TLS; otherwise it has to change to it before anything is said. */
    tls: boolean
    user: string
    password: string
    from: string
    to: string
    subject: string
    text: string
    messageId: string
  }
}

export type ChannelRequest = HttpRequest | MailRequest

/** The answer of a channel: the status of HTTP, or the code of SMTP, and the beginning of the body. */
export interface ChannelAnswer {
  status: number
  body: string
}

/**
 * The answer as it is meant. `rings`: the other side’s name of a call that goes on; its end is reported, or it is given up. busy:
 * not now, try again. refused: never; somebody has to look at the settings.
 */
export type Delivery = { state: 'sent'; rings?: string } | { state: 'busy' | 'refused'; code: string }

/** Most calls within a time; the times before count. */
export interface Allowance {
  most: number
  withinMs: number
}

/** A report of the other side about a call, as it arrives: `url` is the address that was asked for, as the public knows it. */
export interface Report {
  url: string
  headers: Readonly<Record<string, string | undefined>>
  fields: Readonly<Record<string, string>>
}

/** The content of a report. `key`: a key that the callee has pressed. `ended`: nobody has pressed one. */
export type Heard = { key: string } | { ended: string } | { goesOn: true }

/** Reports of several calls at once, to the address of a channel; `key`: the word in that address. */
export interface Push {
  key: string
  body: unknown
}

/** A report out of a push. `reference`: the other side’s name of the call. */
export interface PushedCall {
  reference: string
  heard: Heard
}

/**
 * A way to reach people: its folder exports one such module, and one line of all-channels.ts lists it. Pure: the caller
 * makes the call.
 */
export interface ChannelModule<Settings extends object = object> {
  /** The name in the REST API and in the database. */
  kind: string
  /** The settings that the operator gives. All of them are secrets. */
  settings: z.ZodType<Settings>
  /** The host that messages go to. */
  host(settings: Settings): string
  /** The calls that the other side takes from one account. */
  allowances: readonly Allowance[]
  /** The calls and texts that one number gets at most, counted over all channels; absent: it has none. */
  calleeAllowances?: readonly Allowance[]
  /** The part of a contact without which it cannot be reached. */
  needs?: 'mobile' | 'email'
  /** Set for a channel that rings until somebody answers: nobody is called to be told that there is nothing left to do. */
  rings?: boolean
  /** False for one that rings and cannot be hung up by us. */
  hangsUp?: false
  /** Words a message for the channel, signed at `now`, milliseconds. */
  request(message: Message, settings: Settings, now: number): ChannelRequest
  /** Reads what the other side said. */
  read(answer: ChannelAnswer): Delivery
  /** Verifies and reads a report about a call; `undefined`: it is not the other side’s. */
  hear?(report: Report, settings: Settings): Heard | undefined
  /** Verifies and reads reports of several calls; `undefined`: they are not the other side’s. */
  hearPush?(push: Push, settings: Settings): PushedCall[] | undefined
  /** The answer to such reports. */
  pushReply?: { type: string; body: string }
  /** Answers a report in the other side’s own form; `sentence` is said to the callee. */
  reply?(sentence: string, language: Message['language']): { type: string; body: string }
}

/** Reads the host of settings with an address. */
export const hostOfUrl = ({ url }: { url: string }): string => new URL(url).host
