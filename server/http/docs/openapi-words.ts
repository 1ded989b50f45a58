import { DEFAULT_LIMITS } from '../routing/limits.ts'
import type { OpenApiDocument } from './openapi-parts.ts'

/** The document's words about itself, limits included. */
export const INFO: OpenApiDocument['info'] = {
  title: 'Laidan 来单',
  version: '1',
  description:
    'The order bell for merchants. Times are milliseconds since 1970, money is an integer in minor units. ' +
    'Errors are application/problem+json with a `code` from one catalogue, whose `type` leads to a page that says what to do. ' +
    'Answers may grow: ignore fields you do not know, and take values of enumerations that you do not know. ' +
    `A device, and an address without a key, has ${DEFAULT_LIMITS.callsPerMinute} calls a minute; calls with a key are not ` +
    'limited. A body has 256 KiB at most.',
  license: { name: 'MIT', identifier: 'MIT' },
}

/** The groups of calls, with what each is about. */
export const TAGS: Readonly<Record<string, string>> = {
  Orders: 'Orders: placed by ordering systems, answered and moved on by the shop.',
  Payments: 'What paid an order, what waits for the operator, and what went back.',
  Refunds: 'Money that a shop returns to its customers.',
  Events: 'What became of orders and stores, to be read.',
  Webhooks: 'What became of orders and stores, sent to addresses of yours.',
  Reminders: 'What rings until a human has answered.',
  Devices: 'The devices that ring, and how one is paired.',
  Stores: 'Stores, their settings, and whether they take orders.',
  Attention: 'Who is told when nobody answers, and how shops have answered.',
  Connectors: 'Shop platforms whose orders ring here.',
  Speech: 'Sentences as sound, for devices without a voice.',
  Keys: 'Keys of programs and people, and the audit of what they have changed.',
  Callbacks: 'Addresses that payment providers and shop platforms call. What they send is signed.',
  Operation: 'For those who run the server: health, metrics, and pages about refusals.',
}
