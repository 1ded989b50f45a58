import * as z from 'zod'
import { CLOUD_SERVICES, type CloudAccount, type CloudService, readCloudAccount } from '../../../core/cloud-accounts.ts'
import { loadState } from '../../../core/load-state.ts'
import type { Logger, StateFile } from '../../../core/ports.ts'
import { storedTokenSchema, type TokenSafe } from '../pairing/stored-token.ts'

/** By service; one that this version does not know stays as it is. */
const fileSchema = z.record(z.string(), storedTokenSchema)

/** The accounts of this device at services of cloud printers. */
export interface CloudAccountStore {
  account(service: CloudService): CloudAccount | undefined
  /** Lists the services that have an account. */
  services(): readonly CloudService[]
  /** Keeps an account in place of the former one. Rejects when the file cannot be written. */
  keep(service: CloudService, account: CloudAccount): Promise<void>
}

/**
 * Loads the accounts from a file, each sealed by the system's safe as the device's token is. One that the safe does not
 * open is missing until it is given again.
 */
export async function loadCloudAccounts(deps: {
  file: StateFile
  safe: TokenSafe
  log: Logger
}): Promise<CloudAccountStore> {
  const { safe, log } = deps
  const sealed = (await loadState(deps.file, fileSchema, log)) ?? {}
  const accounts = new Map<CloudService, CloudAccount>()
  for (const service of Object.keys(CLOUD_SERVICES) as CloudService[]) {
    const stored = sealed[service]
    if (stored === undefined) continue
    try {
      const fields = z.record(z.string(), z.string()).parse(JSON.parse(await safe.unseal(stored)))
      const account = readCloudAccount(service, (name) => fields[name])
      if (account !== undefined) accounts.set(service, account)
    } catch (error) {
      log.error('the safe does not give up the account of a cloud printer', {
        service,
        // The words of a failed parse quote what was parsed.
        error: error instanceof Error ? error.name : 'unknown',
      })
    }
  }

  return {
    account: (service) => accounts.get(service),
    services: () => [...accounts.keys()],
    async keep(service, account) {
      sealed[service] = await safe.seal(JSON.stringify(account))
      await deps.file.write(JSON.stringify(sealed, null, 2))
      accounts.set(service, account)
    },
  }
}
