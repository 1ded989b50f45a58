import { createHmac } from 'node:crypto'

/** The header with which Stripe signs an event. */
export function signStripe(secret: string, body: string, timestampSeconds: number): string {
  const digest = createHmac('sha256', secret).update(`${timestampSeconds}.`).update(body, 'utf8').digest('hex')
  return `t=${timestampSeconds},v1=${digest}`
}
