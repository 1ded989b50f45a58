import { pairingCodeSchema } from '../../../shared/api/devices.ts'
import { serverAddress } from '../../../shared/server-address.ts'

/** A pairing code, and the server if a link named one. */
export interface ParsedPairing {
  code: string
  server?: string
}

/**
 * Reads a typed or pasted pairing: twelve digits in any grouping, full-width ones too, or a link `https://…/?pair=CODE`
 * or `…#pair=CODE`. `undefined`: neither.
 */
export function parsePairing(text: string): ParsedPairing | undefined {
  const typed = text.normalize('NFKC').trim()
  if (!/^https?:\/\//i.test(typed)) return withCode(typed)
  if (!URL.canParse(typed)) return undefined
  const url = new URL(typed)
  const { searchParams, hash } = url
  const code = searchParams.get('pair') ?? new URLSearchParams(hash.slice(1)).get('pair')
  return code === null ? undefined : withCode(code, serverAddress(url))
}

function withCode(text: string, server?: string): ParsedPairing | undefined {
  const code = pairingCodeSchema.safeParse(text.replace(/[‐-―]/g, '-')).data
  return code === undefined ? undefined : { code, ...(server !== undefined && { server }) }
}
