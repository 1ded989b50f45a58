import type { TokenSafe } from '../../../../desktop/hosts/electron/pairing/stored-token.ts'

/** A safe that turns the text around; `locked` refuses to open. */
export function safeOf(state: { locked: boolean }): TokenSafe {
  const turned = (text: string) => [...text].reverse().join('')
  return {
    safe: async () => true,
    seal: async (token) => ({ sealed: turned(token) }),
    async unseal(stored) {
      if (state.locked) throw new Error('locked')
      return 'sealed' in stored ? turned(stored.sealed) : stored.plain
    },
  }
}
