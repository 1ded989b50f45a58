import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import type { FakeAlipayKeys } from './fake-alipay.ts'
import type { FakeStripeKeys } from './fake-stripe.ts'
import type { FakeWechatpayKeys } from './fake-wechatpay.ts'

/** Both halves of every key, made anew for each run: a callback signed in an earlier run is not accepted. */
export interface FakeKeys {
  wechatpay: FakeWechatpayKeys
  alipay: FakeAlipayKeys
  stripe: FakeStripeKeys
  /** Environment variables for the shop's server. */
  variables: Record<string, string>
  /** Texts of the files that further variables name, by variable. */
  files: Record<string, string>
}

/** Makes new keys for the three imitations and for a server that accepts them. */
export function makeFakeKeys(): FakeKeys {
  const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
  const [platform, merchant, alipay, app] = [pair(), pair(), pair(), pair()]
  const serial = randomBytes(20).toString('hex').toUpperCase()
  const publicKeyId = `PUB_KEY_ID_${randomBytes(8).toString('hex')}`
  const apiV3Key = randomBytes(16).toString('hex')
  const stripe = {
    secretKey: `sk_test_${randomBytes(16).toString('hex')}`,
    webhookSecret: `whsec_${randomBytes(16).toString('hex')}`,
  }
  const [mchid, appid, appId, sellerId] = ['1900000109', 'wx8888888888888888', '2021000000000000', '2088000000000000']
  return {
    wechatpay: {
      mchid,
      appid,
      apiV3Key: Buffer.from(apiV3Key),
      platform: { serial: publicKeyId, privateKey: platform.privateKey },
      merchantKey: merchant.publicKey,
      merchantSerial: serial,
    },
    alipay: { appId, sellerId, privateKey: alipay.privateKey, appKey: app.publicKey },
    stripe,
    variables: {
      WECHATPAY_MCHID: mchid,
      WECHATPAY_APPID: appid,
      WECHATPAY_SERIAL: serial,
      WECHATPAY_APIV3_KEY: apiV3Key,
      WECHATPAY_PUBLIC_KEY_ID: publicKeyId,
      ALIPAY_APP_ID: appId,
      ALIPAY_SELLER_ID: sellerId,
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRETS: stripe.webhookSecret,
    },
    files: {
      WECHATPAY_PRIVATE_KEY_FILE: privatePem(merchant.privateKey),
      WECHATPAY_PUBLIC_KEY_FILE: publicPem(platform.publicKey),
      ALIPAY_PRIVATE_KEY_FILE: privatePem(app.privateKey),
      ALIPAY_PUBLIC_KEY_FILE: publicPem(alipay.publicKey),
    },
  }
}

function privatePem(key: KeyObject): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' }))
}

function publicPem(key: KeyObject): string {
  return String(key.export({ type: 'spki', format: 'pem' }))
}
