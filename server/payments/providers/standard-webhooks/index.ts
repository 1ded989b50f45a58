import type { ProviderDeps, ProviderModule } from '../port.ts'
import { callbackBodySchema } from './callback-body.ts'
import { readSettings, type StandardWebhooksSettings, variables } from './settings.ts'
import { createWebhookVerifier } from './verify.ts'

/** The shop's own payment system, whose callbacks are signed as Standard Webhooks prescribes. Always on. */
export const standardWebhooks = {
  name: 'standard-webhooks',
  aliases: [],
  methods: [],
  variables,
  alwaysOn: true,
  callbackDoc: {
    summary: 'A payment has succeeded. Signed as Standard Webhooks prescribes. Notices of another `type` are ignored.',
    headers: {
      'webhook-id': 'Of this notice.',
      'webhook-timestamp': 'Seconds since 1970, five minutes from now at most.',
      'webhook-signature': '`v1,` and the HMAC-SHA256 of `id.timestamp.body`, base64; several may stand there.',
    },
    signature: { scheme: 'signature', header: 'webhook-signature', description: 'Secret of the callbacks.' },
    body: callbackBodySchema,
    acknowledged: 204,
  },
  readSettings,
  async open(settings, deps) {
    const secrets = await secretsOf(settings, deps)
    return { verifier: createWebhookVerifier(secrets), sharedSecret: secrets[0] }
  },
} satisfies ProviderModule<StandardWebhooksSettings>

/** Reads the secrets of this installation, here and nowhere else: those that are configured, or the one it has made. */
async function secretsOf(
  { secrets: [first, ...more] }: StandardWebhooksSettings,
  { ownSecret }: Pick<ProviderDeps, 'ownSecret'>,
): Promise<[string, ...string[]]> {
  return first === undefined ? [await ownSecret('standard_webhooks_secret')] : [first, ...more]
}
