import { createHmac } from 'node:crypto'
import { hashSecret } from '../lib/hash-secret.ts'

/** Bytes of the word in a link: 128 bits, which nobody guesses. */
const TOKEN_BYTES = 16

/** The path of a link, in front of its word. */
export const LINK_PATH = '/e'

/** The links by which messages are answered. */
export interface Links {
  /** The link of an effect: the same at each attempt, because each may arrive. */
  urlOf(effectId: string): string
  /** The hash of its word, which alone is stored. */
  hashOf(effectId: string): string
}

/** Makes the links to the server at `publicUrl`. Their words are made of this installation’s own `secret`. */
export function createLinks(publicUrl: string, secret: string): Links {
  const tokenOf = (effectId: string) =>
    createHmac('sha256', secret).update(effectId).digest().subarray(0, TOKEN_BYTES).toString('base64url')
  return {
    urlOf: (effectId) => `${publicUrl.replace(/\/$/, '')}${LINK_PATH}/${tokenOf(effectId)}`,
    hashOf: (effectId) => hashSecret(tokenOf(effectId)),
  }
}
