import type { ConnectorModule } from './kit/port.ts'
import { mapper } from './mapper/index.ts'
import { shopify } from './shopify/index.ts'
import { woocommerce } from './woocommerce/index.ts'

/** The shop platforms, in the order of the documentation. A new one is a folder beside this file and a line here. */
export const ALL_CONNECTORS = [woocommerce, shopify, mapper] as const

/** Finds a connector by its kind; `undefined` for one that this version does not have. */
export function findConnectorModule(kind: string): ConnectorModule | undefined {
  return (ALL_CONNECTORS as readonly { kind: string }[]).find((one) => one.kind === kind) as ConnectorModule | undefined
}
