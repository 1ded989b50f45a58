import type { ProviderModule } from '../port.ts'
import { createStripeClient } from './client.ts'
import { readSettings, type StripeSettings, variables } from './settings.ts'
import { createStripeVerifier } from './verify.ts'

/** Stripe: a payment intent, which the shop's page confirms with Stripe's own script. */
export const stripe = {
  name: 'stripe',
  aliases: [],
  methods: ['intent'],
  variables,
  alwaysOn: false,
  readSettings,
  async open(settings) {
    const { Stripe } = await import('stripe')
    return { verifier: createStripeVerifier(settings, Stripe.webhooks), client: createStripeClient(Stripe, settings) }
  },
} satisfies ProviderModule<StripeSettings>
