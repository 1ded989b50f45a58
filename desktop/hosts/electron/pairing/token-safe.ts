import { safeStorage } from 'electron'
import type { TokenSafe } from './stored-token.ts'

/** Opens the system's keychain; where there is none the token stays readable to this user, and the screen says so. */
export function createTokenSafe(): TokenSafe {
  async function safe(): Promise<boolean> {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return false
    return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
  }
  return {
    safe,
    async seal(token) {
      if (!(await safe())) return { plain: token }
      return { sealed: (await safeStorage.encryptStringAsync(token)).toString('base64') }
    },
    async unseal(stored) {
      if ('plain' in stored) return stored.plain
      return (await safeStorage.decryptStringAsync(Buffer.from(stored.sealed, 'base64'))).result
    },
  }
}
