import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import consoleBuild from '../../desktop/hosts/console/vite.config.ts'
import { readVersion } from '../../desktop/node/read-version.ts'
import { listFiles, root } from './source-files.ts'

const read = (file: string) => readFileSync(join(root, file), 'utf8')
const version: string = JSON.parse(read('package.json')).version

describe('the version', () => {
  it('is the one of package.json, for programs that run from sources and in the console’s bundle', () => {
    expect(readVersion()).toBe(version)
    expect(consoleBuild.define).toEqual({ __LAIDAN_VERSION__: JSON.stringify(version) })
  })

  it('is written in no source file of a client', () => {
    const sources = listFiles(['desktop']).filter((file) => /\.[cm]?tsx?$/.test(file))
    expect(sources.filter((file) => /(['"`])v?\d+\.\d+\.\d+\1/.test(read(file)))).toEqual([])
  })
})
