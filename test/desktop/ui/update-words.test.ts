import { describe, expect, it } from 'vitest'
import { notesIn } from '../../../desktop/ui/about/release-notes.ts'
import { updateLine } from '../../../desktop/ui/about/update-line.ts'
import type { UpdateView } from '../../../desktop/ui/bridge.ts'
import { messagesFor } from '../../../desktop/ui/messages/index.ts'

describe('release notes', () => {
  const BOTH = 'Version 1.2.4\n\n[zh-CN]\n- 更响的铃\n[en]\n- a louder bell\n- a <b>calmer</b> screen\n'

  it('are told in the language of the screen, with what is for everybody', () => {
    expect(notesIn(BOTH, 'zh-CN')).toEqual(['Version 1.2.4', '- 更响的铃'])
    expect(notesIn(BOTH, 'en')).toEqual(['Version 1.2.4', '- a louder bell', '- a <b>calmer</b> screen'])
  })

  it('without a part in this language are told whole', () => {
    expect(notesIn('- a louder bell\r\n- [x] done', 'zh-CN')).toEqual(['- a louder bell', '- [x] done'])
    expect(notesIn('[zh-CN]\n更响的铃', 'en')).toEqual(['更响的铃'])
    expect(notesIn('', 'en')).toEqual([])
  })

  it('have an end', () => {
    const endless = Array.from({ length: 5_000 }, (_, index) => `line ${index}`).join('\n')
    expect(notesIn(endless, 'en')).toHaveLength(60)
  })
})

describe.each(['zh-CN', 'en'] as const)('where an update stands, in %s', (locale) => {
  const messages = messagesFor(locale).update
  const idle: UpdateView = {
    ...{ off: null, phase: 'idle', offer: null, fault: null, checkedAt: 1, byHand: false, news: null },
  }

  it('is one sentence, another one for every state that a human must tell apart', () => {
    const states: Partial<UpdateView>[] = [
      {},
      { checkedAt: null },
      ...(['checking', 'downloading', 'ready', 'installing'] as const).map((phase) => ({ phase })),
      { phase: 'ready', byHand: true },
      ...(['unreachable', 'unsigned', 'bad_signature', 'bad_manifest', 'download'] as const).map((fault) => ({
        fault,
      })),
      ...(['stale', 'superseded', 'not_yet'] as const).map((fault) => ({ fault })),
      ...(['stalled', 'checksum', 'changed', 'install', 'failed'] as const).map((fault) => ({ fault })),
      ...(['no_key', 'not_installed', 'unpaired'] as const).map((off) => ({ off })),
    ]
    const lines = states.map((state) => updateLine({ ...idle, ...state }, messages))
    expect(new Set(lines).size).toBe(states.length)
  })
})
