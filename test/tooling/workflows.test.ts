import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { readYaml } from '../support/read-yaml.ts'
import { root } from './source-files.ts'

const text = z.union([z.string(), z.number(), z.boolean()])
const env = z.record(z.string(), text)
const permissions = z.record(z.enum(['contents']), z.enum(['read', 'write']))
const step = z
  .strictObject({
    name: z.string().optional(),
    if: z.string().optional(),
    uses: z
      .string()
      .regex(/^actions\/[a-z-]+@v\d+$/, 'only what GitHub itself maintains')
      .optional(),
    with: env.optional(),
    run: z.string().optional(),
    shell: z.enum(['bash', 'pwsh']).optional(),
    env: env.optional(),
  })
  .refine(({ uses, run }) => (uses === undefined) !== (run === undefined), 'a step either uses or runs something')
const job = z.strictObject({
  'runs-on': z.enum(['ubuntu-latest', 'windows-latest', 'macos-latest']),
  needs: z.union([z.string().transform((name) => [name]), z.array(z.string())]).default([]),
  container: z.strictObject({ image: z.string().regex(/^node:\d+-[a-z]+$/), options: z.string() }).optional(),
  environment: z.literal('release').optional(),
  permissions: permissions.optional(),
  'timeout-minutes': z.int().max(90),
  strategy: z
    .strictObject({ 'fail-fast': z.literal(false), matrix: z.strictObject({ node: z.array(z.string()).min(1) }) })
    .optional(),
  'continue-on-error': z.string().optional(),
  defaults: z.strictObject({ run: z.strictObject({ shell: z.literal('bash') }) }).optional(),
  env: env.optional(),
  steps: z.array(step).min(1),
})
/** The part of GitHub's workflow syntax that ours use; what is not in it is a mistake, or wants to be added here. */
const workflow = z.strictObject({
  name: z.string(),
  on: z.strictObject({
    push: z.strictObject({ branches: z.array(z.string()).optional(), tags: z.array(z.string()).optional() }).optional(),
    pull_request: z.null().optional(),
    schedule: z.array(z.strictObject({ cron: z.string().regex(/^\d+ \d+ \* \* \*$/, 'once a day') })).optional(),
    workflow_dispatch: z.null().optional(),
  }),
  permissions: z.strictObject({ contents: z.literal('read') }),
  concurrency: z.strictObject({ group: z.string(), 'cancel-in-progress': z.boolean() }).optional(),
  jobs: z.record(z.string(), job),
})

const folder = join(root, '.github/workflows')
const files = readdirSync(folder)
const source = (file: string) => readFileSync(join(folder, file), 'utf8')
const load = (file: string) => workflow.parse(readYaml(join(folder, file)))
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))

describe.each(files)('the workflow %s', (file) => {
  const { jobs } = load(file)
  const steps = Object.values(jobs).flatMap((one) => one.steps)
  const commands = steps.flatMap(({ run }) => (run === undefined ? [] : [run]))

  it('names only jobs, scripts and files that there are', () => {
    const needed = Object.values(jobs).flatMap((one) => one.needs)
    expect(needed.filter((name) => !(name in jobs))).toEqual([])
    const run = commands.flatMap((command) => [...command.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name))
    expect(run.filter((name) => !(name in scripts))).toEqual([])
    const paths = commands.flatMap((command) => command.match(/(?<![\w/])(\.ci|test)\/[\w./-]+/g) ?? [])
    expect(paths.length).toBeGreaterThan(0)
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  it('puts nothing from outside into a command line', () => {
    expect(commands.filter((command) => command.includes('${'.concat('{')))).toEqual([])
  })
})

it('the server is tried on the oldest Node that may run it, on those recommended, and on the next one, which may fail', () => {
  const { nodes } = load('check.yml').jobs
  expect(nodes?.strategy?.matrix.node).toEqual(['20.19', '22', '24', '26'])
  expect(nodes?.['continue-on-error']).toBe('${'.concat("{ matrix.node == '26' }}"))
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: { node: string } }
  expect(engines.node).toBe('>=20.19')
})

it('the long form of the faults is run every night', () => {
  const { on, jobs } = load('nightly.yml')
  expect(on.schedule).toHaveLength(1)
  expect(Object.values(jobs).flatMap(({ steps }) => steps.map(({ run }) => run))).toContain(
    'npm run faults -- --hours 1',
  )
})

it('every push is checked as on any other machine, and no check sees a secret', () => {
  const { on, jobs } = load('check.yml')
  expect(on.push?.branches).toEqual(['**'])
  expect(Object.values(jobs).flatMap((one) => one.steps.map(({ run }) => run))).toContain('bash .ci/run')
  expect(source('check.yml')).not.toContain('secrets.')
})

it('every night each kind of fault is tried in its long form, and the benchmarks in a short one', () => {
  const { on, jobs } = load('nightly.yml')
  expect(on.schedule).toHaveLength(1)
  expect(on.push ?? on.pull_request).toBeUndefined()
  const steps = Object.values(jobs).flatMap((one) => one.steps)
  expect(steps.find(({ run }) => run?.startsWith('npm run faults'))?.env).toEqual({ REQUIRE_ALL: '1' })
  const hours = steps.flatMap(({ run }) => run?.match(/--hours (\d+)/)?.[1] ?? []).map(Number)
  expect(hours).toHaveLength(1)
  expect((hours[0] ?? 0) * 60).toBeLessThan(jobs['faults']?.['timeout-minutes'] ?? 0)
  for (const script of ['bench:path', 'bench'])
    expect(
      steps.some(({ run }) => run?.startsWith(`npm run ${script} -- `)),
      script,
    ).toBe(true)
  expect(source('nightly.yml')).not.toContain('secrets.')
})

it('a release is checked, then built and tried on three systems, and one job alone may write and sign', () => {
  const { on, jobs } = load('release.yml')
  expect(on).toEqual({ push: { tags: ['v*'] } })
  const tried = Object.values(jobs).filter((one) => one.steps.some(({ env }) => env?.['APP_EXE'] !== undefined))
  expect(tried.map((one) => one['runs-on'])).toEqual(['ubuntu-latest', 'windows-latest', 'macos-latest'])
  for (const one of tried) {
    expect(one.needs).toEqual(['check'])
    expect(one.steps.find(({ env }) => env?.['APP_EXE'] !== undefined)?.env).toMatchObject({ REQUIRE_ALL: '1' })
  }
  const writing = Object.entries(jobs).filter(([, one]) => one.permissions?.contents === 'write')
  expect(writing.map(([name, one]) => [name, one.needs, one.environment])).toEqual([
    ['draft', ['linux', 'windows', 'macos'], 'release'],
  ])
  expect(source('release.yml').match(/secrets\.UPDATE_SIGNING_KEY/g)).toHaveLength(1)
  expect(JSON.stringify(jobs['draft'])).toContain('secrets.UPDATE_SIGNING_KEY')
})

it('nothing is built for a release before its tag, its changelog and the keys of its updates were looked at', () => {
  const { jobs } = load('release.yml')
  const checked = jobs['check']?.steps ?? []
  const at = checked.findIndex(({ run }) => run?.includes('npm run check:release'))
  expect(checked[at]?.env).toEqual({ UPDATE_PUBLIC_KEYS: '${'.concat('{ vars.UPDATE_PUBLIC_KEYS }}') })
  expect(at).toBeLessThan(checked.findIndex(({ run }) => run === 'bash .ci/run'))
  const building = Object.values(jobs).filter((one) => one.steps.some(({ run }) => run?.includes('npm run dist')))
  for (const one of building) {
    expect(one.needs).toEqual(['check'])
    expect(one.env?.['UPDATE_PUBLIC_KEYS']).toBe('${'.concat('{ vars.UPDATE_PUBLIC_KEYS }}'))
  }
  expect(building).toHaveLength(3)
})

it('what has to be set up for a release is listed for whoever does it', () => {
  const used = new Set(source('release.yml').match(/\b(secrets|vars)\.[A-Z_]+/g))
  const listed = new Set(readFileSync(join(root, 'docs/verification.md'), 'utf8').match(/\b(secrets|vars)\.[A-Z_]+/g))
  expect([...listed].sort()).toEqual([...used].sort())
})
