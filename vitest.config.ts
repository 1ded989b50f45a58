import { defineConfig } from 'vitest/config'
import { createSkipReporter } from './test/support/skip-reporter.ts'

/** In-process tests: a database in a temporary folder, sockets on loopback, a manual clock. */
const IN_PROCESS_MS = 10_000
/** Tests that start real processes (server, terminal client, shell) and wait for them on a machine that may be slow. */
const PROCESSES_MS = 60_000
/** Tests that drive a browser, where a page under load may take seconds for what else takes milliseconds. */
const BROWSER_MS = 120_000

/** Tests that start a desktop and the app on it, or install a package. */
const DESKTOP_MS = 180_000

/**
 * One project per room below `test/`; `test/tooling/projects.test.ts` fails for a test file that belongs to none, or to
 * two. `test/lab/bench/` holds no `*.test.ts`: it measures, and is run by hand.
 */
function project(name: string, timeoutMs: number, include = [`test/${name}/**/*.test.ts`]) {
  return { extends: true as const, test: { name, include, testTimeout: timeoutMs, hookTimeout: timeoutMs } }
}

/** The app as it is built: one file after the other, because each begins by building it. */
function launchProject() {
  const { extends: base, test } = project('launch', DESKTOP_MS)
  return { extends: base, test: { ...test, maxWorkers: 1 } }
}

/** What `npm run dist:check` builds: packages of the app around a stand-in for Electron. Not part of `npm test`. */
function packagesProject() {
  const { extends: base, test } = project('packages', PROCESSES_MS)
  return { extends: base, test: { ...test, globalSetup: 'test/packages/support/build-packages.ts' } }
}

/** Real pages in a real browser, on the console as it is built. */
function browserProject() {
  const { extends: base, test } = project('browser', BROWSER_MS)
  return { extends: base, test: { ...test, globalSetup: 'test/browser/support/build-console.ts' } }
}

export default defineConfig({
  test: {
    projects: [
      project('shared', IN_PROCESS_MS),
      project('desktop', IN_PROCESS_MS),
      project('server', IN_PROCESS_MS),
      project('path', PROCESSES_MS),
      project('faults', PROCESSES_MS),
      project('deploy', DESKTOP_MS),
      browserProject(),
      launchProject(),
      packagesProject(),
      project('house', PROCESSES_MS, [
        'test/architecture.test.ts',
        'test/support/**/*.test.ts',
        'test/tooling/**/*.test.ts',
      ]),
    ],
    // Native modules (sqlite3) and child processes want a process of their own; more workers than cores only add noise.
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', createSkipReporter({ requireAll: process.env['REQUIRE_ALL'] === '1' })],
    coverage: {
      provider: 'v8',
      // V8 sees the test workers only. What runs in a child process (the servers and clients that `path` and `faults`
      // start) does not count, so a root such as server/main.ts reads as uncovered though tests drive it.
      include: ['desktop/**/*.ts', 'server/**/*.ts', 'shared/**/*.ts'],
      reporter: ['text-summary', 'html'],
      reportsDirectory: 'coverage',
    },
  },
})
