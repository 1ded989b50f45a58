import * as z from 'zod'

/**
 * Makes the schema of the address that a robot’s group shows: of this host, below this path, by https, with its secret: the
 * value of `query`, or else the rest of the path.
 */
export function robotUrl(host: string, path: string, query?: string): z.ZodType<string> {
  return z
    .string()
    .max(1_000)
    .refine(
      (text) => {
        if (!URL.canParse(text)) return false
        const url = new URL(text)
        const secret = query === undefined ? url.pathname.slice(path.length) : url.searchParams.get(query)
        const isOfHost = url.protocol === 'https:' && url.host === host && url.pathname.startsWith(path)
        return isOfHost && url.username === '' && secret !== null && secret !== ''
      },
      `must be the robot’s whole address, beginning with https://${host}${path}${query === undefined ? '' : `?${query}=`}`,
    )
}

/** The calls that group robots take: 20 a minute, or they are silent for ten (documentation of DingTalk and WeCom). */
export const ROBOT_ALLOWANCES = [{ most: 20, withinMs: 60_000 }] as const
