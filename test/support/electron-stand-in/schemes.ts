import * as z from 'zod'

/**
 * A handler of `protocol.handle`. Chromium does not have the app's own scheme: `app://laidan/x` becomes
 * `https://laidan.app.invalid/x`, a secure origin as well, whose requests the handler answers; none reaches a network.
 */
export type SchemeHandler = (request: { method: string; url: string }) => Promise<Response>

export const STAND_IN_PATTERN = 'https://*.invalid/*'

/** Converts an address of the app's scheme to the one that Chromium loads. */
export function toChromium(url: string): string {
  const { protocol, host, pathname, search, hash } = new URL(url)
  return `https://${host}.${protocol.slice(0, -1)}.invalid${pathname}${search}${hash}`
}

/** Converts an address of {@link toChromium} back; any other stays as it is. */
export function fromChromium(url: string): string {
  const found = /^https:\/\/([^/]+)\.([^./]+)\.invalid(\/.*)$/.exec(url)
  return found === null ? url : `${found[2]}://${found[1]}${found[3]}`
}

const pausedSchema = z.object({ requestId: z.string(), request: z.object({ url: z.string(), method: z.string() }) })

/** Answers a `Fetch.requestPaused` event; resolves to the parameters of `Fetch.fulfillRequest`. */
export async function fulfil(schemes: ReadonlyMap<string, SchemeHandler>, params: unknown): Promise<object> {
  const { requestId, request } = pausedSchema.parse(params)
  const url = fromChromium(request.url)
  const handler = schemes.get(new URL(url).protocol.slice(0, -1))
  const response = (await handler?.({ method: request.method, url })) ?? new Response(null, { status: 404 })
  return {
    requestId,
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  }
}
