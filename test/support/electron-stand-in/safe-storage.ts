import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** Makes `safeStorage` of a Linux desktop with a keyring. The key is no secret: it encrypts values of tests. */
export function createSafeStorage() {
  const key = createHash('sha256').update('stand-in').digest()
  return {
    isAsyncEncryptionAvailable: async () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    async encryptStringAsync(text: string): Promise<Buffer> {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    },
    async decryptStringAsync(sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
      decipher.setAuthTag(sealed.subarray(-16))
      const result = decipher.update(sealed.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
      return { result, shouldReEncrypt: false }
    },
  }
}
