import * as z from 'zod'

const text = (meaning: string) => z.string().optional().describe(meaning)
const address = (url: string, meaning: string) => z.string().default(url).describe(meaning)

/** The settings of the payment providers, by the names of their environment variables; part of the configuration. */
export const providerVariables = {
  PUBLIC_URL: text('address at which payment providers reach this server, such as https://bell.example.com'),
  WECHATPAY_MCHID: text('WeChat Pay: number of the merchant'),
  WECHATPAY_APPID: text('WeChat Pay: id of the app or official account that customers pay in'),
  WECHATPAY_SERIAL: text('WeChat Pay: serial number of the merchant’s own API certificate'),
  WECHATPAY_PRIVATE_KEY_FILE: text('WeChat Pay: PEM file of the merchant’s private key (apiclient_key.pem)'),
  WECHATPAY_APIV3_KEY: text('WeChat Pay: the APIv3 key, 32 characters'),
  WECHATPAY_APIV3_KEY_FILE: text('WeChat Pay: file that holds the APIv3 key, instead of the variable'),
  WECHATPAY_PLATFORM_CERT_FILES: text('WeChat Pay: PEM files of the platform’s certificates; comma-separated'),
  WECHATPAY_PUBLIC_KEY_FILE: text('WeChat Pay: PEM file of WeChat Pay’s public key (public-key mode)'),
  WECHATPAY_PUBLIC_KEY_ID: text('WeChat Pay: id of that public key, PUB_KEY_ID_…'),
  WECHATPAY_API_URL: address('https://api.mch.weixin.qq.com', 'WeChat Pay: address of its API'),
  ALIPAY_APP_ID: text('Alipay: id of the app'),
  ALIPAY_SELLER_ID: text('Alipay: id of the seller’s account, 2088…'),
  ALIPAY_PRIVATE_KEY_FILE: text('Alipay: file of the app’s private key, PEM or bare base64'),
  ALIPAY_PUBLIC_KEY_FILE: text('Alipay: file of Alipay’s public key (not the app’s), PEM or bare base64'),
  ALIPAY_GATEWAY_URL: address('https://openapi.alipay.com/gateway.do', 'Alipay: address of its gateway'),
  STRIPE_SECRET_KEY: text('Stripe: secret or restricted key, sk_… or rk_…'),
  STRIPE_SECRET_KEY_FILE: text('Stripe: file that holds the key, instead of the variable'),
  STRIPE_WEBHOOK_SECRETS: text('Stripe: signing secrets of the webhook endpoint, whsec_…; comma-separated'),
  STRIPE_WEBHOOK_SECRETS_FILE: text('Stripe: file that holds the signing secrets, one a line, instead of the variable'),
  STRIPE_LIVEMODE: z
    .enum(['on', 'off'])
    .transform((word) => word === 'on')
    .prefault('off')
    .describe('Stripe: take live payments; off takes those of test mode'),
  STRIPE_API_URL: address('https://api.stripe.com', 'Stripe: address of its API'),
}

const variables = z.object(providerVariables)
export type ProviderVariables = z.infer<typeof variables>
