import { relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import config from '../../vitest.config.ts'
import { PROJECTS_IN_ORDER } from '../support/longest-first.ts'
import { BUDGETS_S } from '../support/project-budgets.ts'
import { runVitest } from './run-vitest.ts'
import { listFiles, root } from './source-files.ts'

interface Listed {
  file: string
  projectName: string
}

/** Says of every test file that is run by no project, by several, or stands outside `test/`. */
function faults(files: string[], listed: Listed[]): string[] {
  return files.flatMap((file) => {
    const projects = listed
      .filter((entry) => entry.file === file)
      .map((entry) => entry.projectName)
      .toSorted()
    if (!file.startsWith('test/')) return [`${file} does not stand below test/`]
    if (file.startsWith('test/lab/bench/')) return [`${file}: benchmarks are no tests; test/lab/bench/ is run by hand`]
    if (projects.length === 0) return [`${file} belongs to no project of vitest.config.ts, so nobody runs it`]
    const [once, again] = projects.map((name) => name.replace(/-long$/, '')).toSorted()
    if (projects.length === 2 && again === `${once}-postgres`) return []
    return projects.length === 1 ? [] : [`${file} belongs to several projects: ${projects.join(', ')}`]
  })
}

describe('the projects of vitest.config.ts', () => {
  it('run every test file of the repository, each once, and some once more on PostgreSQL', async () => {
    const files = listFiles(['desktop', 'packages/client/src', 'server', 'shared', 'test']).filter((file) =>
      /\.(test|spec)\.\w+$/.test(file),
    )
    expect(files).toContain('test/tooling/projects.test.ts')
    const run = await runVitest(['list', '--filesOnly', '--json'], root)
    expect(run.code, run.stderr).toBe(0)
    const listed = (JSON.parse(run.stdout) as Listed[]).map((entry) => ({ ...entry, file: relative(root, entry.file) }))
    expect(faults(files, listed)).toEqual([])
  })

  it('have a place in the order of a run, and a budget', () => {
    expect(Object.keys(BUDGETS_S).toSorted()).toEqual([...PROJECTS_IN_ORDER].toSorted())
    expect(config.test?.projects?.map((one) => (one as { test: { name: string } }).test.name).toSorted()).toEqual(
      [...PROJECTS_IN_ORDER].toSorted(),
    )
  })

  it.each([
    ['test/new-room/a.test.ts', [], 'belongs to no project'],
    ['test/server/a.spec.tsx', [], 'belongs to no project'],
    ['test/lab/bench/a.test.ts', ['bench'], 'benchmarks are no tests'],
    ['server/orders/a.test.ts', ['server'], 'does not stand below test/'],
    ['test/server/a.test.ts', ['server', 'house'], 'several projects: house, server'],
  ])('would not let %s pass', (file, projects, why) => {
    const listed = projects.map((projectName) => ({ file, projectName }))
    expect(faults([file], listed)).toEqual([expect.stringContaining(why)])
  })
})
