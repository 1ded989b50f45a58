import * as z from 'zod'
import { type ReadReport, reportQuerySchema } from '../../../../shared/api/attention-report.ts'
import type { ReadAttention } from '../../../../shared/api/order-attention.ts'
import { orderQuerySchema } from '../../../../shared/api/orders.ts'
import type { ReadOrder, ReadOrderPage, ReadStatistics } from '../../../../shared/api/read-orders.ts'
import {
  type ReadStoreRefund,
  type ReadStoreRefundPage,
  storeRefundQuerySchema,
} from '../../../../shared/api/store-refunds.ts'
import { amountMinorSchema } from '../../../../shared/money.ts'
import { reminderKindSchema } from '../../../../shared/reminder.ts'
import { type Struck, strikeOffSchema } from '../../../../shared/struck.ts'
import { answerSchema, type Decision } from '../../../core/answers/answer.ts'
import { CLOUD_SERVICES, type CloudService } from '../../../core/cloud-accounts.ts'
import { type People, peopleAskSchema } from '../../../core/people/people.ts'
import type { InstalledVoice, Outcome } from '../../../core/ports.ts'
import type { PrinterTest } from '../../../core/printing/test-print.ts'
import { type ShopReply, shopCallSchema } from '../../../core/rest/shop-api.ts'
import { LONGEST_MUTE_MINUTES, parseSettings, type Settings, settingsSchema } from '../../../core/settings.ts'
import type { PairingView, Result, View } from '../../../ui/bridge.ts'

/** The fields of a patch, each brought into its bounds. */
const settingsPatchSchema = z
  .partialRecord(settingsSchema.keyof(), z.unknown())
  .transform((patch): Partial<Settings> => {
    const whole = parseSettings(patch)
    return Object.fromEntries(Object.entries(whole).filter(([name]) => name in patch))
  })

const hostChangeSchema = z.object({
  startAtLogin: z.boolean().optional(),
  theme: z.enum(['system', 'light', 'dark']).optional(),
  soundChecked: z.boolean().optional(),
})

const queryShape = orderQuerySchema.omit({ storeId: true }).partial()
const cloudServiceSchema = z.enum(Object.keys(CLOUD_SERVICES) as CloudService[])
const word = z.string().regex(/^[a-z0-9_]{1,40}$/)

/** Every call a page may make, with the schema of its arguments. What does not parse is refused by name. */
export const CALLS = {
  view: z.tuple([]),
  pair: z.tuple([z.object({ server: z.string().max(500), code: z.string().max(32), name: z.string().max(200) })]),
  unpair: z.tuple([]),
  answer: z.tuple([answerSchema]),
  /** The key of an answer, as the view tells it. */
  undo: z.tuple([z.string().min(1).max(200)]),
  order: z.tuple([z.int().min(1)]),
  orders: z.tuple([queryShape]),
  statistics: z.tuple([]),
  attention: z.tuple([z.int().min(1)]),
  strikeOff: z.tuple([z.int().min(1), strikeOffSchema.shape.lines]),
  people: z.tuple([peopleAskSchema]),
  report: z.tuple([reportQuerySchema]),
  /** A sentence of the screen's own. */
  say: z.tuple([z.string().max(300)]),
  shop: z.tuple([shopCallSchema]),
  refunds: z.tuple([storeRefundQuerySchema.partial()]),
  /** A payment's id, and what was returned, minor units. */
  markReturned: z.tuple([z.string().min(1).max(64), amountMinorSchema.min(1)]),
  change: z.tuple([settingsPatchSchema]),
  changeHost: z.tuple([hostChangeSchema]),
  mute: z.tuple([z.number().min(0).max(LONGEST_MUTE_MINUTES)]),
  soundCheck: z.tuple([reminderKindSchema.optional()]),
  testPrint: z.tuple([]),
  keepPrinterAccount: z.tuple([cloudServiceSchema, z.record(z.string().max(40), z.string().max(200))]),
  voices: z.tuple([]),
  later: z.tuple([]),
  openLogs: z.tuple([]),
  /** Describes an error of drawing, for the log. */
  drawingFailed: z.tuple([z.string().max(1_000)]),
  update: z.tuple([z.enum(['check', 'install', 'seen'])]),
  /** Reports the outcome of the sound of a `ring`. */
  rung: z.tuple([z.int(), word]),
  /** Tells that the system has a network again. */
  online: z.tuple([]),
} as const

export type CallName = keyof typeof CALLS
export type CallArgs<N extends CallName> = z.output<(typeof CALLS)[N]>

/** The results of the calls. */
interface Resolves {
  view(): View
  pair(): Result<PairingView>
  unpair(): void
  answer(): Decision
  undo(): boolean
  order(): Result<ReadOrder>
  orders(): Result<ReadOrderPage>
  statistics(): Result<ReadStatistics>
  attention(orderId: number): Result<ReadAttention>
  strikeOff(): Result<Struck>
  people(): Result<People>
  report(): Result<ReadReport>
  say(): Outcome
  shop(): Result<ShopReply>
  refunds(): Result<ReadStoreRefundPage>
  markReturned(): Result<ReadStoreRefund>
  change(): void
  changeHost(): void
  mute(): void
  soundCheck(): Outcome
  testPrint(): readonly PrinterTest[]
  keepPrinterAccount(): boolean
  voices(): readonly InstalledVoice[]
  later(): void
  openLogs(): void
  drawingFailed(): void
  update(): void
  rung(): void
  online(): void
}
export type CallResult<N extends CallName> = ReturnType<Resolves[N]>

export type Handlers = { [N in CallName]: (...args: CallArgs<N>) => CallResult<N> | Promise<CallResult<N>> }

/** Does what a page asks. Rejects when there is no such call, or when its arguments do not parse; quotes neither. */
export async function answerCall(handlers: Handlers, name: unknown, args: readonly unknown[]): Promise<unknown> {
  if (typeof name !== 'string' || !Object.hasOwn(CALLS, name)) throw new Error('There is no such call.')
  return await run(handlers, name as CallName, args)
}

async function run<N extends CallName>(handlers: Handlers, name: N, args: readonly unknown[]): Promise<CallResult<N>> {
  const schema: z.ZodType<unknown> = CALLS[name]
  const parsed = schema.safeParse(args)
  if (!parsed.success) throw new Error(`The arguments of ${name} do not parse.`)
  return await handlers[name](...(parsed.data as CallArgs<N>))
}
