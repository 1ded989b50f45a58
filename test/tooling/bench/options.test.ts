import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chooseContenders } from '../../lab/bench/contenders/choose-contenders.ts'
import type { Contender } from '../../lab/bench/contenders/contender.ts'
import { readOptions, USAGE } from '../../lab/bench/options.ts'
import { root } from '../source-files.ts'

function contender(name: string, missing?: string): Contender {
  return { name, what: name, missing: () => missing, start: () => Promise.reject(new Error('not here')) }
}

const ALL = {
  ours: contender('laidan'),
  onPostgres: [contender('laidan-pg')],
  floors: [contender('express'), contender('http')],
  peers: [contender('redis'), contender('mosquitto', 'mosquitto is not installed')],
}

const names = (contenders: readonly Contender[]) => contenders.map(({ name }) => name)

describe('the command line of the benchmarks', () => {
  it('has defaults for everything: one repetition, on a machine as it is, without peers and reports', () => {
    const options = readOptions([])
    expect(options).toMatchObject({ repeat: 1, quiet: false, peers: false, announced: false, seconds: 20 })
    expect(options.only).not.toContain('path')
  })

  it('understands flags and numbers', () => {
    const args = ['--quiet', '--peers', '--announced', '--repeat', '3', '--only', 'w1,w9', '--beside', 'pages']
    expect(readOptions(args)).toMatchObject({
      ...{ quiet: true, peers: true, announced: true, repeat: 3 },
      ...{ only: ['w1', 'w9'], beside: ['pages'] },
    })
  })

  it('takes the later of two values, so that a script of package.json may be told otherwise', () => {
    expect(readOptions(['--rates', '200,1000', '--rates', '50']).rates).toEqual([50])
  })

  it.each([
    [['--repeat', '0'], 'repeat'],
    [['--only', 'w10'], 'only'],
    [['--beside', 'nothing'], 'beside'],
    [['--loud'], '--loud'],
    [['--quiet=yes'], 'quiet'],
  ])('refuses %j with the name of the fault and the usage', (args, fault) => {
    expect(() => readOptions(args)).toThrow(fault)
    expect(() => readOptions(args)).toThrow(USAGE)
  })

  it('has every option in --help', () => {
    for (const name of Object.keys(readOptions([]))) expect(USAGE).toContain(`\n  --${name} `)
  })

  it('has every option that performance.md names', () => {
    const page = readFileSync(join(root, 'docs/performance.md'), 'utf8')
    const commands = page.split('\n').filter((line) => /^ {4}.*npm run bench/.test(line))
    expect(commands.length).toBeGreaterThan(8)
    for (const command of commands) {
      const [, args = ''] = / -- (.*)$/.exec(command) ?? []
      expect(() => readOptions(args.split(' ').filter((word) => word !== '')), command).not.toThrow()
    }
  })
})

describe('the contenders of a run', () => {
  it('are ours and the floors', () => {
    const { chosen, absent } = chooseContenders(readOptions([]), ALL)
    expect(names(chosen)).toEqual(['laidan', 'express', 'http'])
    expect(absent).toEqual([])
  })

  it('are the peers too with --peers, and one that is not installed is named', () => {
    const { chosen, absent } = chooseContenders(readOptions(['--peers']), ALL)
    expect(names(chosen)).toEqual(['laidan', 'express', 'http', 'redis'])
    expect(absent).toEqual([{ contender: 'mosquitto', why: 'mosquitto is not installed' }])
  })

  it('are those that were asked for by name, in their own order', () => {
    expect(names(chooseContenders(readOptions(['--contenders', 'redis,laidan']), ALL).chosen)).toEqual([
      'laidan',
      'redis',
    ])
    const { absent } = chooseContenders(readOptions(['--contenders', 'laidan', '--peers']), ALL)
    expect(absent.map((one) => one.contender)).toEqual(['mosquitto'])
  })

  it('on PostgreSQL are asked for by name', () => {
    const { chosen } = chooseContenders(readOptions(['--contenders', 'laidan,laidan-pg']), ALL)
    expect(names(chosen)).toEqual(['laidan', 'laidan-pg'])
  })

  it('are not to be guessed: an unknown name ends the run', () => {
    expect(() => chooseContenders(readOptions(['--contenders', 'kafka']), ALL)).toThrow('no contender is called kafka')
  })
})
