import { cleanLine } from '../../../shared/text.ts'
import type { View } from '../bridge.ts'
import type { Messages } from '../messages/messages.ts'
import { secondsBetween, timeOfDay } from '../parts/format.ts'

/** The urgency of a banner. alarm: orders are being missed. warn: a human should mend a fault. note: good to know. */
export type BannerTone = 'alarm' | 'warn' | 'note'

export interface BannerView {
  id: string
  tone: BannerTone
  text: string
  detail?: string
  /** A text that changes every second, so a screen reader must not read it. */
  ticking?: string
  action?: 'unlock' | 'unmute' | 'about'
}

/** Lists the banners of a view, the worst first; pure. `now`: wall time, milliseconds. */
export function bannersOf({ status, host }: View, messages: Messages, now: number): BannerView[] {
  const { banner } = messages
  const list: BannerView[] = []
  if (status.link === 'offline') {
    const ticking = banner.offlineFor(messages.duration(secondsBetween(status.since, now)))
    list.push({ id: 'offline', tone: 'alarm', text: banner.offline, ticking, detail: banner.offlineWhat })
  }
  if (status.faults.some(({ part }) => part === 'reading'))
    list.push({ id: 'too_old', tone: 'alarm', text: banner.tooOld, detail: banner.tooOldWhat })
  for (const { part, reason } of status.faults) {
    if (part !== 'server') continue
    const known = banner.server[reason]
    const tone = reason === 'clock_jumped' ? 'warn' : 'alarm'
    list.push({ id: `server ${reason}`, tone, ...(known ?? { text: banner.serverOther(cleanLine(reason, 40)) }) })
  }
  list.push(...soundBanners(host, banner))
  for (const { part, reason } of status.faults) {
    if (part === 'system_volume') list.push(volumeBanner(reason, banner))
  }
  if (status.mutedUntil !== null) {
    const text = banner.muted(timeOfDay(status.mutedUntil, undefined))
    list.push({ id: 'muted', tone: 'warn', text, action: 'unmute' })
  }
  for (const { part, reason } of status.faults) {
    if (part === 'reading' || part === 'server' || part === 'system_volume') continue
    const ofSound = part === 'speech' || part === 'chime'
    // A dialog that another tab could not show is on the screen here.
    const heard = host.sound === 'ready' || host.sound === 'server_voice'
    const shownElsewhere = ofSound ? !heard : part === 'dialog' && host.bystander
    if (!shownElsewhere) list.push({ id: `fault ${part}`, tone: 'warn', text: banner.fault(part, reason) })
  }
  if (status.answersWaiting > 0 && status.link !== 'connected') {
    list.push({ id: 'answers', tone: 'warn', text: banner.answersWaiting(status.answersWaiting) })
  }
  if (host.bystander) list.push({ id: 'bystander', tone: 'note', text: banner.bystander })
  if (status.raised !== undefined) {
    const { to, at } = status.raised
    const detail = banner.raisedWhy(timeOfDay(at, undefined))
    list.push({ id: 'raised', tone: 'note', text: banner.raised(Math.round(to * 100)), detail })
  }
  if (status.quietHours) list.push({ id: 'quiet', tone: 'note', text: banner.quiet })
  list.push(...updateBanners(host.update, messages.update.banner))
  if (status.link === 'catching_up') list.push({ id: 'catching_up', tone: 'note', text: banner.catchingUp })
  return list
}

/** Says that the system swallows the sound, and what to do. One that is muted is heard by nobody. */
function volumeBanner(reason: string, { systemVolume }: Messages['banner']): BannerView {
  const muted = reason === 'output_muted'
  return { id: reason, tone: muted ? 'alarm' : 'warn', ...systemVolume[muted ? 'output_muted' : 'output_low'] }
}

/** Lists the banners of an update: one that was installed, or one that a human has to install. */
function updateBanners(update: View['host']['update'], messages: Messages['update']['banner']): BannerView[] {
  if (update?.news) return [{ id: 'news', tone: 'note', text: messages.news(update.news.version), action: 'about' }]
  if (!update?.byHand || update.phase !== 'ready' || update.offer === null) return []
  return [{ id: 'update', tone: 'note', text: messages.ready(update.offer.version), action: 'about' }]
}

/** Lists the banners of sound. They are about the tab that rings: only a press in that tab unlocks its sound. */
function soundBanners({ sound, bystander }: View['host'], messages: Messages['banner']): BannerView[] {
  if (sound === 'locked') {
    const way = bystander ? { detail: messages.lockedElsewhere } : { action: 'unlock' as const }
    return [{ id: 'locked', tone: 'alarm', text: messages.locked, ...way }]
  }
  if (sound === 'no_voice')
    return [{ id: 'no_voice', tone: 'warn', text: messages.noVoice, detail: messages.noVoiceHelp }]
  return sound === 'silent' ? [{ id: 'silent', tone: 'alarm', text: messages.silent }] : []
}
