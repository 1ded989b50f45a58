import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type * as z from 'zod'
import { FAKE_FOLDER, FAKE_URL_FILE } from './env-file.ts'
import { answeredSchema, type FakePay } from './fake-server.ts'

/**
 * Pays as a customer of the imitated providers. Resolves to the answer of the shop's server to the callback. Throws an
 * Error when the imitations do not run, or refuse the payment.
 */
export async function payAtFake(dataDir: string, payment: FakePay): Promise<z.infer<typeof answeredSchema>> {
  const url = await readFile(join(dataDir, FAKE_FOLDER, FAKE_URL_FILE), 'utf8').catch(() => undefined)
  const missing = 'The imitated providers are not there: start them with `npm run fake-providers` first.'
  if (url === undefined) throw new Error(missing)
  const response = await fetch(new URL('/customer/pay', url), { method: 'POST', body: JSON.stringify(payment) }).catch(
    (error: unknown) => {
      throw new Error(missing, { cause: error })
    },
  )
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return answeredSchema.parse(JSON.parse(text))
}
