import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { FAKE_FOLDER, FAKE_URL_FILE } from './env-file.ts'
import { answeredSchema, type FakePay, type FakeRefundInConsole } from './fake-server.ts'

type Answered = z.infer<typeof answeredSchema>

/**
 * Pays as a customer of the imitated providers. Resolves to the answer of the shop's server to the callback. Rejects
 * with an Error when the imitations do not run, or refuse the payment.
 */
export async function payAtFake(dataDir: string, payment: FakePay): Promise<Answered> {
  return answeredSchema.parse(await askFake(dataDir, '/customer/pay', payment))
}

/**
 * Refunds in the console of an imitated provider. Resolves to the answers of the shop's server to the callbacks. Rejects
 * with an Error when the imitations do not run, or refuse the refund.
 */
export async function refundAtFake(dataDir: string, refund: FakeRefundInConsole): Promise<Answered[]> {
  return z.array(answeredSchema).parse(await askFake(dataDir, '/console/refund', refund))
}

async function askFake(dataDir: string, path: string, body: object): Promise<unknown> {
  const url = await readFile(join(dataDir, FAKE_FOLDER, FAKE_URL_FILE), 'utf8').catch(() => undefined)
  const missing = 'The imitated providers are not there: start them with `npm run fake-providers` first.'
  if (url === undefined) throw new Error(missing)
  const response = await fetch(new URL(path, url), { method: 'POST', body: JSON.stringify(body) }).catch(
    (error: unknown) => {
      throw new Error(missing, { cause: error })
    },
  )
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return JSON.parse(text)
}
