/**
 * Writes the address of a server as it is kept and asked: origin and path, without a slash at the end, since a server may
 * stand below a path (`https://example.com/bell/` → `https://example.com/bell`). Query and fragment are no part of it.
 */
export function serverAddress({ origin, pathname }: { origin: string; pathname: string }): string {
  return `${origin}${pathname.replace(/\/+$/, '')}`
}
