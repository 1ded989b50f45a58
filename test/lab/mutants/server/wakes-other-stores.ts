import type { Context } from '../../../../server/context/context.ts'

export function wakesAll(wake: Context['wake']): Context['wake'] {
  const stores = new Set<string>()
  return (storeId, head, entry) => {
    stores.add(storeId)
    for (const id of stores) wake(id, head, entry)
  }
}
