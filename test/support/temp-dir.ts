import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/**
 * Makes an empty folder, removed when the running test is over (after its `afterEach` hooks, failed or not). To be
 * called in a test or in `beforeEach`. Throws an Error outside of a test.
 */
export function tempDir(): string {
  let dir: string | undefined
  // Registered first: outside of a test this throws before there is a folder that nobody would remove.
  onTestFinished(() => {
    // A killed child may still be letting go of its files.
    if (dir !== undefined) rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  })
  dir = mkdtempSync(join(tmpdir(), 'laidan-test-'))
  return dir
}
