import type { ProviderModule } from '../port.ts'
import { readSettings, type StripeSettings, variables } from './settings.ts'

/** Stripe: a payment intent, which the shop's page confirms with Stripe's own script. */
export const stripe = {
  name: 'stripe',
  aliases: [],
  methods: ['intent'],
  variables,
  alwaysOn: false,
  readSettings,
  async open(settings) {
    const [{ Stripe }, { createStripeVerifier }, { createStripeClient }] = await Promise.all([
      import('stripe'),
      import('./verify.ts'),
      import('./client.ts'),
    ])
    return { verifier: createStripeVerifier(settings, Stripe.webhooks), client: createStripeClient(settings) }
  },
} satisfies ProviderModule<StripeSettings>
