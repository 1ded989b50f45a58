import type { Request, RequestHandler } from 'express'
import { receivePlatformNews } from '../commands/receive-platform-news.ts'
import { findConnectorModule } from '../connectors/all-connectors.ts'
import { type ConnectorRow, secretsOf } from '../connectors/connector-row.ts'
import { getConnector, noteFault } from '../connectors/connectors.ts'
import { type ConnectorModule, type Delivery, UnfitBody } from '../connectors/kit/port.ts'
import { takenSecrets } from '../connectors/secrets.ts'
import { appError } from '../lib/app-error.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { headerOf, isEncoded, readBody } from './read-body.ts'

/** Largest body of a delivery: an order of hundreds of lines with all that a platform’s plugins add. */
const MAX_DELIVERY_BYTES = 1024 * 1024

/** The addresses of the door; the second one is for senders that cannot sign. */
export const CONNECTOR_PATHS = ['/connect/:kind/:id', '/connect/:kind/:id/:secret'] as const

/**
 * Makes the handler of the addresses that shop platforms call. The signature is verified before a byte of the body is
 * parsed, and what the body says is on disk before it is answered (I1).
 */
export function connectorDoor(ctx: PaymentContext): RequestHandler {
  return async (request, response) => {
    const found = await findDoor(ctx, request)
    const delivery = await readDelivery(request)
    const { module } = found
    if (module.isPing?.(delivery) !== true) {
      requireGenuine(ctx, found, delivery)
      await receive(ctx, found, delivery)
    }
    response.status(module.acknowledged).end()
  }
}

interface Door {
  row: ConnectorRow
  module: ConnectorModule
  settings: object
}

/** Finds the connector that an address belongs to. Throws `connector_unknown`. */
async function findDoor(ctx: PaymentContext, { params }: Request): Promise<Door> {
  const [kind, id] = [String(params['kind']), String(params['id'])]
  const module = findConnectorModule(kind)
  if (module === undefined || !/^[a-z0-9_]{1,64}$/.test(id)) throw appError('connector_unknown')
  const row = await getConnector(ctx.db.read, id)
  if (row.kind !== kind) throw appError('connector_unknown')
  return { row, module, settings: JSON.parse(row.settings) as object }
}

/** Reads the bytes that were signed. Throws `media_type_unsupported`, `body_too_large`, `body_not_json`. */
async function readDelivery(request: Request): Promise<Delivery> {
  if (isEncoded(request)) throw appError('media_type_unsupported')
  const body = await readBody(request, MAX_DELIVERY_BYTES)
  if (body === undefined || body.length === 0) throw appError('body_not_json')
  return { body, header: (name) => headerOf(request, name), pathSecret: String(request.params['secret'] ?? '') }
}

/** Expects the signature of one of the secrets of this moment. Throws `signature_missing`, `signature_invalid`. */
function requireGenuine(ctx: PaymentContext, { row, module, settings }: Door, delivery: Delivery): void {
  const signed = module.isSigned(delivery, settings)
  const secrets = signed ? takenSecrets(secretsOf(row), ctx.clock.now()) : []
  if (secrets.some(({ secret }) => module.verify(delivery, secret, settings))) return
  const code = signed ? 'signature_invalid' : 'signature_missing'
  ctx.logger.warn({ connectorId: row.id, kind: row.kind, code }, 'a delivery of a shop platform is not believed')
  throw appError(code)
}

/**
 * Receives a genuine delivery. One that cannot be made into an order is noted, for the operator to read; what it holds is
 * never logged. Throws `connector_body_unfit` where the platform can make use of it.
 */
async function receive(ctx: PaymentContext, { row, module, settings }: Door, delivery: Delivery): Promise<void> {
  try {
    const news = module.read(delivery, settings)
    const received = await ctx.db.write((tx) => receivePlatformNews(tx, ctx, row, news))
    const why = news.kind === 'ignored' ? news.why : undefined
    ctx.logger.debug({ connectorId: row.id, received, why }, 'a delivery of a shop platform was received')
  } catch (error) {
    if (!(error instanceof UnfitBody)) throw error
    const about = { connectorId: row.id, kind: row.kind, storeId: row.store_id }
    ctx.logger.error({ ...about, why: error.message }, 'a genuine delivery of a shop platform cannot be read')
    await ctx.db.write((tx) => noteFault(tx, ctx, row.id, error.message))
    if (!module.takesUnfit) throw appError('connector_body_unfit', { detail: error.message })
  }
}
