import type * as z from 'zod'
import { problemSchema } from '../../../../shared/problem.ts'
import type { Result } from '../../../ui/bridge.ts'

const TIMEOUT_MS = 15_000

export type QueryValue = string | number | readonly (string | number)[] | undefined

/** `GET path?query` with a device's token. Never rejects: `unreachable` when no usable answer came. */
export async function readRest<T>(
  from: { server: string; token: string },
  path: string,
  schema: z.ZodType<T>,
  query: Record<string, QueryValue> = {},
): Promise<Result<T>> {
  const url = new URL(path, from.server)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value))
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { authorization: `Bearer ${from.token}` },
    })
    const body: unknown = await response.json()
    if (response.ok) return { ok: true, value: schema.parse(body) }
    const problem = problemSchema.safeParse(body).data
    return {
      ok: false,
      code: problem?.code ?? `http_${response.status}`,
      ...(problem?.detail !== undefined && { detail: problem.detail }),
    }
  } catch {
    return { ok: false, code: 'unreachable' }
  }
}
