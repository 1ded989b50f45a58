import * as z from 'zod'

/** Makes the schema of the address that a robot’s group shows: of this host, below this path, by https. */
export function robotUrl(host: string, path: string): z.ZodType<string> {
  return z
    .string()
    .max(1_000)
    .refine((text) => {
      if (!URL.canParse(text)) return false
      const url = new URL(text)
      return url.protocol === 'https:' && url.host === host && url.pathname.startsWith(path) && url.username === ''
    }, `must be the robot’s address, beginning with https://${host}${path}`)
}

/** The calls that group robots take: 20 a minute, or they are silent for ten (documentation of DingTalk and WeCom). */
export const ROBOT_ALLOWANCES = [{ most: 20, withinMs: 60_000 }] as const
