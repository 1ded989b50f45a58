import type { DryRun, DryRunReply } from '../../shared/api/connectors.ts'
import { fitOrder } from './fit-order.ts'
import { type ConnectorModule, type PlatformNews, UnfitBody } from './kit/port.ts'

const NOTHING = { externalId: null, money: null, why: null, order: null }

/** Shows what a body would become, with its signature taken for granted. Throws nothing that a body could cause. */
export function dryRun(module: ConnectorModule, settings: object, { body, headers }: DryRun): DryRunReply {
  const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  try {
    return inWords(module.read({ body: written(body), header: (name) => named.get(name) }, settings))
  } catch (error) {
    if (!(error instanceof UnfitBody)) throw error
    return { ...NOTHING, outcome: 'unfit', why: error.message }
  }
}

function inWords(news: PlatformNews): DryRunReply {
  if (news.kind === 'ignored') return { ...NOTHING, outcome: 'ignored', why: news.why }
  const { externalId } = news
  if (news.kind === 'called_off') return { ...NOTHING, outcome: 'called_off', externalId, why: news.reason ?? null }
  const { remark, customer, ...order } = fitOrder(news.order)
  return {
    ...NOTHING,
    outcome: 'to_make',
    externalId,
    money: news.money,
    order: { ...order, remark: remark ?? null, customer: customer ?? null },
  }
}

function written(body: DryRun['body']): Buffer {
  try {
    return Buffer.from(JSON.stringify(body))
  } catch {
    // What writes JSON keeps a stack, unlike what reads it.
    throw new UnfitBody('the body is nested too deeply')
  }
}
