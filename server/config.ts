import * as z from 'zod'
import { configError } from './lib/config-error.ts'
import { isDatabaseUrl } from './lib/database-url.ts'
import { asciiHostName } from './lib/host-name.ts'
import { readSettingFile } from './lib/read-setting-file.ts'
import { providerVariables } from './payments/all-providers.ts'

const onOff = z.enum(['on', 'off']).transform((v) => v === 'on')
const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max))
const list = z.string().transform((s) =>
  s
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)

const HOST_NAME = /^(\*|(\*\.)?[\p{L}\p{N}_]([\p{L}\p{N}_.-]*[\p{L}\p{N}])?)$/u

const DATABASE_URL_FORM =
  'must be postgres://user:password@host:port/database, with what has a meaning in a URL percent-encoded'

/**
 * Every setting of the server, by the name of its environment variable. Each has a default that is right for one
 * shop on one machine; a test checks the table in docs/configuration.md against this schema.
 */
export const configSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1').describe('address to listen on; 0.0.0.0 for every interface'),
  PORT: whole(0, 65_535).default(8080).describe('port to listen on; 0 picks a free one'),
  DATA_DIR: z.string().min(1).default('data').describe('folder of the database file; made if missing'),
  DATABASE_URL: z
    .string()
    .refine(isDatabaseUrl, DATABASE_URL_FORM)
    .optional()
    .describe('PostgreSQL database that this server shares with others like it; left out, the file in DATA_DIR'),
  DATABASE_URL_FILE: z.string().optional().describe('file that holds DATABASE_URL, instead of the variable'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('info')
    .describe('least important log line to write'),
  LOCAL_KEYS: onOff
    .prefault('on')
    .describe(
      'keep the first keys readable by their owner in DATA_DIR/local-keys.json, for `npm run listen` and `npm run order` on this machine',
    ),
  UNPAID_TIMEOUT_MINUTES: whole(1, 1_440).default(15).describe('an order unpaid for this long is cancelled'),
  DELIVERY_TIMEOUT_MINUTES: whole(1, 10_080).default(120).describe('an order under way for this long is completed'),
  REMINDER_EXPIRY_HOURS: whole(1, 168)
    .default(12)
    .describe('an unanswered reminder is given up after devices have announced it for this long'),
  LOG_RETENTION_DAYS: whole(1, 365).default(7).describe('how long the reminder log is kept for devices that were away'),
  AUDIT_RETENTION_DAYS: whole(1, 3_650)
    .default(400)
    .describe('how long it is kept who has changed what of this installation, and which keys have ended'),
  LEGACY_WS: onOff.prefault('off').describe('offer the origin’s bare endpoint /ws/{device token}'),
  ALLOWED_ORIGINS: list.prefault('').describe('web origins, besides our own, that may open a socket; comma-separated'),
  ALLOWED_HOSTS: list
    .prefault('')
    .refine(
      (hosts) => hosts.every((host) => HOST_NAME.test(host) && asciiHostName(host) !== undefined),
      'must be host names, without a scheme or a port',
    )
    .describe(
      'names, besides that of PUBLIC_URL, that this server goes by: `bell.example`, `*.example`; comma-separated',
    ),
  HSTS_SUBDOMAINS: onOff
    .prefault('off')
    .describe('tell browsers to use https for every subdomain of this server’s name as well'),
  TRUST_PROXY: whole(0, 10).default(0).describe('how many reverse proxies stand in front, for the client’s address'),
  MAX_CONNECTIONS: whole(1, 1_000_000).default(20_000).describe('most WebSocket connections at once'),
  MAX_SILENT_CONNECTIONS: whole(1, 1_000_000)
    .optional()
    .describe('most WebSockets without a hello after a second; left out, a tenth of MAX_CONNECTIONS, at least 16'),
  MAX_SILENT_PER_ADDRESS: whole(1, 1_000_000)
    .optional()
    .describe('most of these from one address, or one IPv6 /64; left out, a quarter of them, at least 8'),
  ADMIN_PAGE: onOff.prefault('on').describe('serve the operator’s page at /admin, which a key opens'),
  SPREAD_MS: whole(0, 60_000).default(1_000).describe('clients spread their reconnects after a restart over this long'),
  SPEECH: onOff
    .prefault('on')
    .describe('render speech, by espeak-ng where it is installed, for devices that have no voice of their own'),
  UPDATES_DIR: z
    .string()
    .min(1)
    .optional()
    .describe('folder with the app’s updates, offered under /updates; left out, DATA_DIR/updates'),
  HEARTBEAT_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://hc-ping.com/…' })
    .optional()
    .describe('address of a monitor, called each minute while this server can do its work'),
  CHANNELS_IMITATED_AT: z
    .string()
    .regex(/^http:\/\/(localhost|127\.0\.0\.1|\[::1\]):\d{1,5}$/, 'must be http and a port of this machine')
    .optional()
    .describe('address of `npm run fake-channels`, which gets every message in place of the host it is for'),
  WEBHOOKS_ALLOW_HTTP: onOff.prefault('off').describe('send webhooks also to addresses that begin with http://'),
  WEBHOOKS_ALLOW_PRIVATE: onOff
    .prefault('off')
    .describe('send webhooks also to this machine and into private networks'),
  MAIL_IMITATED_AT: z
    .string()
    .regex(/^smtp:\/\/(localhost|127\.0\.0\.1|\[::1\]):\d{1,5}$/, 'must be smtp and a port of this machine')
    .optional()
    .describe('address of the mail server of `npm run fake-channels`, which gets every mail, without encryption'),
  ...providerVariables,
})

export type Config = z.infer<typeof configSchema>

/**
 * Reads the settings from environment variables. An empty variable counts as absent. `more` finds the faults that no
 * single variable shows: between variables and in files, each as `NAME: what was expected`. Throws a ConfigError that
 * lists every fault.
 */
export function readConfig(
  env: Record<string, string | undefined>,
  more: (config: Config) => readonly string[] = () => [],
): Config {
  const given = Object.fromEntries(
    Object.keys(configSchema.shape)
      .map((name) => [name, env[name]] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  )
  const { url, fault } = databaseUrlOf(given)
  if (url !== undefined) given['DATABASE_URL'] = url
  const result = configSchema.safeParse(given)
  const issues = result.error?.issues ?? []
  const wrong = issues.map((issue) => issue.path.join('.'))
  const config = result.data ?? configSchema.parse(without(given, wrong))
  // A variable with a wrong value is not reported as missing as well.
  const others = more(config).filter((fault) => !wrong.some((name) => fault.startsWith(`${name}: `)))
  const faults = [
    ...issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...(fault === undefined ? [] : [fault]),
    ...others,
  ]
  if (faults.length > 0) throw configError(faults)
  return config
}

/** Reads DATABASE_URL from its variable or from the file that DATABASE_URL_FILE names; both, or no such file, is a fault. */
function databaseUrlOf({ DATABASE_URL: url, DATABASE_URL_FILE: file }: Record<string, string | undefined>): {
  url?: string
  fault?: string
} {
  if (file === undefined) return url === undefined ? {} : { url }
  if (url !== undefined) return { fault: 'DATABASE_URL: set it or DATABASE_URL_FILE, not both' }
  const read = readSettingFile(file)
  if ('code' in read) return { fault: `DATABASE_URL_FILE: the file cannot be read (${read.code})` }
  return { url: read.text.trim() }
}

function without(given: Record<string, string | undefined>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)))
}
