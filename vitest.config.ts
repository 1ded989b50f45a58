import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'
import { createSkipReporter } from './test/support/skip-reporter.ts'
import { createTimeReporter } from './test/support/time-reporter.ts'

/** All cores, or three quarters of many, so that whoever works at the machine notices little. */
function workersByCores(): number {
  const cores = availableParallelism()
  return cores <= 4 ? Math.max(2, cores) : Math.floor(cores * 0.75)
}

// Limits are for tests that hang, and never tell how fast the machine is. The longest table of callers took 127 s with
// PostgreSQL on a machine that was four times as slow as an idle one.

/** In-process tests: a database in a temporary folder, sockets on loopback, a manual clock. */
const IN_PROCESS_MS = 400_000
/** Tests that start real processes (server, terminal client, shell) and wait for them. */
const PROCESSES_MS = 500_000
/** Tests that drive a browser. */
const BROWSER_MS = 500_000
/** How long `expect.poll` looks again, where a test does not say. */
const POLL_MS = 120_000
/** Tests that start a desktop and the app on it, or install a package. */
const DESKTOP_MS = 600_000

/** Tests below `test/desktop/` that start a great many programs: voices, updates. Minutes, where the others take seconds. */
const PROGRAMS = ['test/desktop/{speech,updates}/**/*.test.ts']

/**
 * One project per room below `test/`; `test/tooling/projects.test.ts` fails for a test file that belongs to none, or to
 * two. `test/lab/bench/` holds no `*.test.ts`: it measures, and is run by hand.
 */
function project(name: string, timeoutMs: number, include = [`test/${name}/**/*.test.ts`]) {
  return { extends: true as const, test: { name, include, testTimeout: timeoutMs, hookTimeout: timeoutMs } }
}

/**
 * Many small files in a row in the same process, which so imports what they share once. A module has no state at
 * import (a test holds that), so that no file can see what another one did.
 */
function quickProject(name: string, include?: string[]) {
  const { extends: base, test } = project(name, IN_PROCESS_MS, include)
  return { extends: base, test: { ...test, isolate: false } }
}

/**
 * Files of `test/server/` that take seconds each: whole tables of bad input, real processes, hours of a clock, hundreds of
 * orders. They are the project `server-long`; `npm run test:quick` is for between two edits, and leaves them out.
 */
const LONG = [
  'test/server/{attention,audit,build,cli,connectors,db,events,keys}/**/*.test.ts',
  'test/server/{start,storage-failure}.test.ts',
  'test/server/commands/{attention-report,beside-others,change-intake,follow-clock,jobs-beside-others,lock-order}.test.ts',
  'test/server/commands/{move-order,name-order,poll-payments,read-*,record-refund,repeat-unanswered}.test.ts',
  'test/server/commands/{review-payment,revive-order,two-servers}.test.ts',
  'test/server/devices/{managing,pairing*}.test.ts',
  'test/server/http/{bad-*,every-caller,frame-limits,idempotency,kept-answers,manage-attention,speech,admin-*}.test.ts',
  'test/server/http/{known-hosts,pairing-door,wrong-clock}.test.ts',
  'test/server/{jobs,orders}/{find-orders,intake,run-rehearsals,shop-today,strike-off}.test.ts',
  'test/server/payments/{books,money-beside-others,refund-plan,refunds}.test.ts',
  'test/server/payments/providers/rotation.test.ts',
  'test/server/sockets/places.test.ts',
]

/** The rest of `test/server/`. */
function serverProject() {
  const { extends: base, test } = quickProject('server')
  return { extends: base, test: { ...test, exclude: LONG } }
}

/** `test/desktop/` but for what starts programs of the machine, or of ours: those are the project `speech`. */
function desktopProject() {
  const { extends: base, test } = quickProject('desktop')
  return { extends: base, test: { ...test, exclude: PROGRAMS } }
}

/** Files that are about SQLite alone: its files, its plans, the programs that look after them, and its one server. */
const OF_SQLITE = [
  ...['test/server/db/**', 'test/server/start.test.ts', 'test/server/build/**', 'test/server/cli/**'],
  // The faults of a disk, in SQLite's words. Those of a database that is away: test/postgres/outages.
  'test/server/storage-failure.test.ts',
  // One server remembers which codes it has issued; several ask the database (test/postgres/nodes).
  'test/server/devices/issued-selectors.test.ts',
  // `backup` and `restore` are of the file. PostgreSQL has its own; test/postgres/ has a database that forgot something.
  ...['test/path/paid-during-backup.test.ts', 'test/path/restored.test.ts'],
  // The model on a file. On PostgreSQL, with two servers: test/postgres/model.
  ...['test/path/model/**', 'test/path/missed.test.ts'],
  // One server stops and comes back; what is measured is what is heard.
  'test/path/rush.test.ts',
]

/** A project on servers whose database is PostgreSQL: one cluster for all, a database for each test. */
function onPostgres({ extends: base, test }: ReturnType<typeof project>) {
  return {
    extends: base,
    test: {
      ...test,
      exclude: OF_SQLITE,
      globalSetup: 'test/support/postgres-for-tests.ts',
      setupFiles: 'test/support/postgres-missing.ts',
    },
  }
}

/** The app as it is built, on a desktop of its own for each test. */
function launchProject() {
  const { extends: base, test } = project('launch', DESKTOP_MS)
  return { extends: base, test: { ...test, globalSetup: 'test/launch/rig/build-app.ts' } }
}

/** What `npm run dist:check` builds: packages of the app around a stand-in for Electron. Not part of `npm test`. */
function packagesProject() {
  const { extends: base, test } = project('packages', PROCESSES_MS)
  return { extends: base, test: { ...test, globalSetup: 'test/packages/support/build-packages.ts' } }
}

/** Our programs on Windows' Node, under Wine. */
function windowsProject() {
  const { extends: base, test } = project('windows', DESKTOP_MS)
  return { extends: base, test: { ...test, globalSetup: 'test/windows/rig/prepare.ts' } }
}

/** Real pages in a real browser, on the console as it is built. */
function browserProject() {
  const { extends: base, test } = project('browser', BROWSER_MS)
  return { extends: base, test: { ...test, globalSetup: 'test/browser/support/build-console.ts' } }
}

export default defineConfig({
  test: {
    projects: [
      quickProject('shared'),
      desktopProject(),
      serverProject(),
      quickProject('server-long', LONG),
      quickProject('client'),
      project('speech', IN_PROCESS_MS, PROGRAMS),
      project('path', PROCESSES_MS),
      onPostgres(quickProject('server-postgres', ['test/server/**/*.test.ts'])),
      onPostgres(project('path-postgres', PROCESSES_MS, ['test/path/**/*.test.ts'])),
      onPostgres(project('postgres', PROCESSES_MS)),
      project('faults', PROCESSES_MS),
      project('deploy', DESKTOP_MS),
      browserProject(),
      windowsProject(),
      launchProject(),
      packagesProject(),
      project('house', PROCESSES_MS, [
        'test/architecture.test.ts',
        'test/support/**/*.test.ts',
        'test/tooling/**/*.test.ts',
      ]),
    ],
    expect: { poll: { timeout: POLL_MS } },
    // Native modules (sqlite3) and child processes want a process of their own.
    pool: 'forks',
    maxWorkers: Number(process.env['WORKERS']) || workersByCores(),
    sequence: { sequencer: LongestFirst },
    reporters: [
      'default',
      createTimeReporter({ hold: process.env['HOLD_BUDGETS'] === '1' }),
      createSkipReporter({ requireAll: process.env['REQUIRE_ALL'] === '1' }),
    ],
    coverage: {
      provider: 'v8',
      // V8 sees the test workers only. What runs in a child process (the servers and clients that `path` and `faults`
      // start) does not count, so a root such as server/main.ts reads as uncovered though tests drive it.
      include: ['desktop/**/*.ts', 'packages/client/src/**/*.ts', 'server/**/*.ts', 'shared/**/*.ts'],
      reporter: ['text-summary', 'html'],
      reportsDirectory: 'coverage',
    },
  },
})
