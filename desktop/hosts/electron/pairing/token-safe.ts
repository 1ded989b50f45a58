import { safeStorage } from 'electron'
import type { TokenSafe } from './kept-token.ts'

/** The system's keychain; where there is none the token stays readable to this user, and the screen says so. */
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
    async unseal(kept) {
      if ('plain' in kept) return kept.plain
      return (await safeStorage.decryptStringAsync(Buffer.from(kept.sealed, 'base64'))).result
    },
  }
}
