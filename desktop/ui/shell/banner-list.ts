import type { View } from '../bridge.ts'
import type { Words } from '../messages/messages.ts'
import { secondsBetween, timeOfDay } from '../parts/format.ts'

/** alarm: orders are being missed. warn: something should be mended. note: good to know. */
export type Tone = 'alarm' | 'warn' | 'note'

export interface BannerView {
  id: string
  tone: Tone
  text: string
  detail?: string
  /** Changes every second, so it is not for ears. */
  ticking?: string
  action?: 'unlock' | 'unmute' | 'about'
}

/** What a human must know now, the worst first. A pure function of the view. */
export function bannersOf({ status, host }: View, words: Words, now: number): BannerView[] {
  const { banner } = words
  const list: BannerView[] = []
  if (status.link === 'offline') {
    const ticking = banner.offlineFor(words.duration(secondsBetween(status.since, now)))
    list.push({ id: 'offline', tone: 'alarm', text: banner.offline, ticking, detail: banner.offlineWhat })
  }
  if (status.faults.some(({ part }) => part === 'reading'))
    list.push({ id: 'too_old', tone: 'alarm', text: banner.tooOld, detail: banner.tooOldWhat })
  list.push(...soundBanners(host, banner))
  if (status.mutedUntil !== null) {
    const text = banner.muted(timeOfDay(status.mutedUntil, undefined))
    list.push({ id: 'muted', tone: 'warn', text, action: 'unmute' })
  }
  for (const { part, why } of status.faults) {
    if (part === 'reading') continue
    const ofSound = part === 'speech' || part === 'chime'
    // What another tab could not show is on the screen here.
    const told = ofSound ? host.sound !== 'ready' : part === 'dialog' && host.bystander
    if (!told) list.push({ id: `fault ${part}`, tone: 'warn', text: banner.fault(part, why) })
  }
  if (status.answersWaiting > 0 && status.link !== 'connected') {
    list.push({ id: 'answers', tone: 'warn', text: banner.answersWaiting(status.answersWaiting) })
  }
  if (host.bystander) list.push({ id: 'bystander', tone: 'note', text: banner.bystander })
  if (status.quietHours) list.push({ id: 'quiet', tone: 'note', text: banner.quiet })
  list.push(...updateBanners(host.update, words.update.banner))
  if (status.link === 'catching_up') list.push({ id: 'catching_up', tone: 'note', text: banner.catchingUp })
  return list
}

/** Updates come by themselves; a human hears of one that has come, and of one that needs a hand. */
function updateBanners(update: View['host']['update'], words: Words['update']['banner']): BannerView[] {
  if (update?.news) return [{ id: 'news', tone: 'note', text: words.news(update.news.version), action: 'about' }]
  if (!update?.byHand || update.phase !== 'ready' || update.offer === null) return []
  return [{ id: 'update', tone: 'note', text: words.ready(update.offer.version), action: 'about' }]
}

/** Of the tab that rings: only a press in that tab unlocks its sound. */
function soundBanners({ sound, bystander }: View['host'], words: Words['banner']): BannerView[] {
  if (sound === 'locked') {
    const way = bystander ? { detail: words.lockedElsewhere } : { action: 'unlock' as const }
    return [{ id: 'locked', tone: 'alarm', text: words.locked, ...way }]
  }
  if (sound === 'no_voice') return [{ id: 'no_voice', tone: 'warn', text: words.noVoice, detail: words.noVoiceHelp }]
  return sound === 'silent' ? [{ id: 'silent', tone: 'alarm', text: words.silent }] : []
}
