/** Names the database at `url` for logs and messages: its host, port and name, and neither user nor password. */
export function databaseNameOf(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url)
  const host = hostname || searchParams.get('host') || 'localhost'
  return `PostgreSQL ${host}:${port || (searchParams.get('port') ?? '5432')}${pathname}`
}
