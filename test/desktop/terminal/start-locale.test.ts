import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readOptions } from '../../../desktop/hosts/terminal/options.ts'
import { startLocale } from '../../../desktop/hosts/terminal/start-locale.ts'
import { StartFault, startMessages } from '../../../desktop/hosts/terminal/start-messages.ts'
import { LOCALES } from '../../../shared/locales.ts'
import { tempDir } from '../../support/temp-dir.ts'

/** A data folder whose listener is paired with a shop of this language. */
function pairedFolder(locale: string): string {
  const dataDir = tempDir()
  mkdirSync(join(dataDir, 'terminal'))
  const store = { id: 's', name: 'S', locale, timezone: 'Asia/Shanghai', settings: { acceptWithinMinutes: 10 } }
  const pairing = { server: 'http://127.0.0.1:1', deviceId: 'd', token: 't', store }
  writeFileSync(join(dataDir, 'terminal', 'pairing.json'), JSON.stringify(pairing))
  return dataDir
}

describe('the language of a start that fails', () => {
  it.each([
    ['the one that is asked for', ['--locale', 'en'], { LANG: 'zh_CN.UTF-8', paired: 'zh-CN' }, 'en'],
    ['also with `=`', ['--locale=en', '--undo=x'], {}, 'en'],
    ['the shop’s', ['--undo', '99'], { LANG: 'zh_CN.UTF-8', paired: 'en' }, 'en'],
    ['the terminal’s', ['--nonsense'], { LANG: 'en_US.UTF-8' }, 'en'],
    ['of shops that name none', ['--state'], { LANG: 'C.UTF-8' }, 'zh-CN'],
    ['of shops that name none, where ours is not asked for', ['--locale', 'fr'], {}, 'zh-CN'],
  ] as [string, string[], { LANG?: string; paired?: string }, string][])(
    'is %s',
    async (_, args, { LANG, paired }, locale) => {
      const DATA_DIR = paired === undefined ? tempDir() : pairedFolder(paired)
      expect(await startLocale(args, { LANG, DATA_DIR })).toBe(locale)
    },
  )

  it('has every option of the command line, the keys, and the sentence of a wrong option', () => {
    for (const locale of LOCALES) {
      const { usage } = startMessages(locale)
      for (const option of ['server', 'code', 'name', 'locale', 'volume-floor', 'state', 'undo', 'render'])
        expect(usage).toContain(`--${option} `)
      for (const key of ['a', 'r', 'k', 'u', 'w', 'm', 't', 'l', 'q'])
        expect(usage).toMatch(new RegExp(`[ ·：:]${key} `))
    }
    const fault = (() => {
      try {
        return readOptions(['--server', 'ftp://x'], {})
      } catch (error) {
        return error
      }
    })()
    expect(fault).toBeInstanceOf(StartFault)
    expect((fault as StartFault).say(startMessages('zh-CN'))).toContain('以 http:// 或 https:// 开头')
  })
})
