/** One room of the house: the files below a folder that belong to no room further in. */
export interface Room {
  /** A folder with all below it, a folder's own files (`server/*`), or a single file. */
  room: string
  /** Rooms that its files may import; itself is understood. */
  imports: readonly string[]
  /** Packages that its files may import, as they are written; `name/*` is all below one, `node` Node's own modules. */
  packages: readonly string[]
}

/** What each room of the server stands on. */
const GROUND = ['server/context', 'server/db', 'server/lib', 'shared']

/**
 * The rooms, outermost last, and what each may import. CONTRIBUTING.md shows this table; a test keeps the two alike.
 * A room imports only rooms that stand above it here, so that the arrows point inward.
 */
export const ROOMS: readonly Room[] = [
  { room: 'shared', imports: [], packages: ['qrcode-generator', 'zod'] },

  { room: 'packages/client', imports: ['shared'], packages: [] },
  { room: 'packages/client/build', imports: [], packages: ['node', 'vite'] },

  { room: 'server/lib', imports: ['shared'], packages: ['node', 'pino'] },
  { room: 'server/db', imports: ['server/lib', 'shared'], packages: ['knex'] },
  { room: 'server/db/sqlite', imports: ['server/db', 'shared'], packages: ['node', 'knex', 'sqlite3'] },
  { room: 'server/db/postgres', imports: ['server/db', 'shared'], packages: ['node', 'knex', 'pg'] },
  { room: 'server/context', imports: ['server/db', 'server/lib', 'shared'], packages: ['pino'] },
  { room: 'server/outbox', imports: GROUND, packages: ['pino'] },
  { room: 'server/log', imports: GROUND, packages: [] },
  { room: 'server/stores', imports: GROUND, packages: [] },
  { room: 'server/events', imports: [...GROUND, 'server/outbox', 'server/stores'], packages: ['node'] },
  { room: 'server/keys', imports: GROUND, packages: [] },
  { room: 'server/audit', imports: GROUND, packages: [] },
  { room: 'server/orders', imports: [...GROUND, 'server/stores'], packages: [] },
  { room: 'server/devices', imports: [...GROUND, 'server/stores'], packages: ['node'] },
  {
    room: 'server/payments',
    imports: [...GROUND, 'server/events', 'server/outbox'],
    packages: ['node', 'pino', 'zod', 'alipay-sdk', 'stripe', 'wechatpay-axios-plugin'],
  },
  {
    room: 'server/connectors',
    imports: [...GROUND, 'server/events', 'server/outbox', 'server/stores'],
    packages: ['node', 'zod'],
  },
  { room: 'server/reminders', imports: [...GROUND, 'server/events', 'server/log'], packages: [] },
  {
    room: 'server/attention',
    imports: [...GROUND, 'server/events', 'server/outbox', 'server/reminders', 'server/stores'],
    packages: ['node', 'nodemailer', 'zod'],
  },
  {
    room: 'server/commands',
    imports: [
      ...GROUND,
      'server/attention',
      'server/connectors',
      'server/events',
      'server/keys',
      'server/log',
      'server/orders',
      'server/outbox',
      'server/payments',
      'server/reminders',
      'server/stores',
    ],
    packages: ['node'],
  },
  {
    room: 'server/sockets',
    imports: [...GROUND, 'server/devices', 'server/events', 'server/log', 'server/reminders', 'server/stores'],
    packages: ['node', 'ws'],
  },
  { room: 'server/speech', imports: ['server/lib', 'shared'], packages: ['node'] },
  {
    room: 'server/http',
    imports: [
      ...GROUND,
      'server/attention',
      'server/audit',
      'server/commands',
      'server/connectors',
      'server/devices',
      'server/events',
      'server/keys',
      'server/orders',
      'server/payments',
      'server/reminders',
      'server/sockets',
      'server/speech',
      'server/stores',
    ],
    packages: ['node', 'zod', 'express', 'express-rate-limit', 'helmet', 'prom-client'],
  },
  {
    room: 'server/jobs',
    imports: [
      ...GROUND,
      'server/attention',
      'server/commands',
      'server/connectors',
      'server/events',
      'server/keys',
      'server/log',
      'server/outbox',
      'server/payments',
      'server/reminders',
      'server/sockets',
    ],
    packages: ['pino'],
  },
  { room: 'server/config.ts', imports: ['server/lib', 'server/payments', 'shared'], packages: ['zod'] },
  {
    room: 'server/cli',
    imports: ['server/db', 'server/db/postgres', 'server/db/sqlite', 'server/lib', 'shared'],
    packages: ['node', 'write-file-atomic'],
  },
  {
    room: 'server/*',
    imports: [
      ...GROUND,
      'server/attention',
      'server/audit',
      'server/cli',
      'server/commands',
      'server/config.ts',
      'server/db/postgres',
      'server/db/sqlite',
      'server/devices',
      'server/events',
      'server/http',
      'server/jobs',
      'server/keys',
      'server/log',
      'server/payments',
      'server/sockets',
      'server/speech',
      'server/stores',
    ],
    packages: ['node', 'pino', 'zod'],
  },
  { room: 'server/build', imports: [], packages: ['node', 'vite'] },
  { room: 'server/pack', imports: ['server/build'], packages: ['node', 'zod'] },
  {
    room: 'demo',
    imports: ['packages/client', 'server/cli', 'server/config.ts', 'server/lib', 'shared'],
    packages: ['node', 'zod'],
  },

  { room: 'desktop/core', imports: ['shared'], packages: ['zod'] },
  {
    room: 'desktop/ui',
    imports: ['desktop/core', 'shared'],
    packages: ['react', 'react-dom/client'],
  },
  { room: 'desktop/views', imports: ['desktop/core', 'desktop/ui', 'shared'], packages: [] },
  {
    room: 'desktop/views/page/vite.config.ts',
    imports: [],
    packages: ['node', 'vite', '@vitejs/plugin-react'],
  },
  { room: 'desktop/icons', imports: [], packages: ['node'] },
  { room: 'desktop/sounds', imports: [], packages: [] },
  { room: 'desktop/speech', imports: ['desktop/core', 'shared'], packages: ['node', 'say/*'] },
  {
    room: 'desktop/node',
    imports: ['desktop/core', 'shared'],
    packages: ['node', 'zod', 'ws', 'write-file-atomic', 'electron-updater/*'],
  },
  { room: 'desktop/printing', imports: ['desktop/core', 'shared'], packages: ['node'] },
  {
    room: 'desktop/hosts/admin',
    imports: ['desktop/ui', 'shared'],
    packages: ['react', 'react-dom/client', 'zod'],
  },
  {
    room: 'desktop/hosts/admin/vite.config.ts',
    imports: ['desktop/node'],
    packages: ['node', 'vite', '@vitejs/plugin-react'],
  },
  { room: 'desktop/hosts/console', imports: ['desktop/core', 'desktop/ui', 'shared'], packages: ['zod'] },
  {
    room: 'desktop/hosts/console/vite.config.ts',
    imports: ['desktop/icons', 'desktop/node'],
    packages: ['node', 'vite', '@vitejs/plugin-react'],
  },
  {
    room: 'desktop/hosts/terminal',
    imports: ['desktop/core', 'desktop/node', 'desktop/printing', 'desktop/speech', 'shared'],
    packages: ['node', 'zod'],
  },
  {
    room: 'desktop/hosts/electron',
    imports: [
      'desktop/core',
      'desktop/icons',
      'desktop/node',
      'desktop/printing',
      'desktop/sounds',
      'desktop/speech',
      'desktop/ui',
      'shared',
    ],
    packages: ['node', 'zod', 'electron', 'electron-log/node.js', 'electron-updater', 'electron-updater/*'],
  },
  {
    room: 'desktop/tools',
    imports: ['desktop/core', 'desktop/icons', 'desktop/node', 'desktop/speech', 'server/build', 'shared'],
    packages: ['node', 'vite', '@vitejs/plugin-react', 'electron-builder/cli.js', 'write-file-atomic'],
  },
]
