import { isTimeZone } from '../../../shared/time-zones.ts'
import type { LinkState } from '../bell/status.ts'
import { soundStatement } from './sound-statement.ts'
import type { Cause, ClockHolds, Facts, IntakeHolds, OutsideHolds, Statement, Statements, Tone } from './statement.ts'
import { statementOf } from './statement.ts'

/** The difference of a device's clock from the server's that a human should mend, milliseconds. */
const CLOCK_OFF_MS = 2 * 60_000
/** The server's faults that are about its clock, with their tones. */
const OF_THE_CLOCK = { clock_wrong: 'alarm', clock_jumped: 'warn' } as const

/**
 * States everything that a device says of itself; pure. Each text on a screen, in a title, a tray or a terminal that is
 * about one of these subjects is made from its statement, so that no two of them contradict each other.
 */
export function statementsOf(facts: Facts): Statements {
  return {
    link: linkStatement(facts),
    sound: soundStatement(facts),
    clock: clockStatement(facts),
    device: deviceStatement(facts),
    server: serverStatement(facts),
    outside: outsideStatement(facts),
    intake: intakeStatement(facts),
  }
}

/** Tells whether no new order arrives, or none is heard although nobody wants that: the state that must not be overlooked. */
export function isDeaf({ link, sound }: Pick<Statements, 'link' | 'sound'>): boolean {
  return link.tone === 'alarm' || sound.tone === 'alarm'
}

function linkStatement({ status }: Facts): Statement<'link', LinkState> {
  const { link, answersWaiting } = status
  const causes: Cause[] = []
  if (link === 'offline') causes.push({ id: 'offline', tone: 'alarm', since: status.since, fault: status.linkFault })
  if (link === 'refused') causes.push({ id: 'refused', tone: 'alarm', why: status.refused })
  if (link === 'unpaired') causes.push({ id: link, tone: 'alarm' })
  if (link === 'connecting' || link === 'catching_up') causes.push({ id: link, tone: 'note' })
  if (answersWaiting > 0 && link !== 'connected')
    causes.push({ id: 'answers_waiting', tone: 'warn', count: answersWaiting })
  return statementOf('link', link, causes)
}

function clockStatement({ status, timeZone }: Facts): Statement<'clock', ClockHolds> {
  const causes: Cause[] = []
  for (const { part, reason } of status.faults) {
    if (part !== 'server' || !isOfTheClock(reason)) continue
    causes.push({ id: `server_${reason}`, tone: OF_THE_CLOCK[reason] })
  }
  const known = timeZone === undefined || isTimeZone(timeZone)
  if (!known) causes.push({ id: 'zone_unknown', tone: 'warn', zone: timeZone })
  if (Math.abs(status.serverAheadMs) > CLOCK_OFF_MS)
    causes.push({ id: 'device_clock', tone: 'note', byMs: status.serverAheadMs })
  return statementOf('clock', known && timeZone !== undefined ? 'store' : 'device', causes)
}

function isOfTheClock(reason: string): reason is keyof typeof OF_THE_CLOCK {
  return Object.hasOwn(OF_THE_CLOCK, reason)
}

function deviceStatement({ status, bystander, update }: Facts): Statement<'device', 'fine' | 'faulty'> {
  const causes: Cause[] = []
  for (const { part, reason } of status.faults) {
    if (part === 'reading') causes.push({ id: 'too_old', tone: 'alarm' })
    // A dialog that another tab could not show is on the screen here.
    if (part === 'storage' || part === 'notification' || part === 'printer' || (part === 'dialog' && !bystander))
      causes.push({ id: part, tone: 'warn', reason })
  }
  const holds = causes.length > 0 ? 'faulty' : 'fine'
  if (update?.news !== undefined) causes.push({ id: 'update_news', tone: 'note', version: update.news })
  if (update?.ready !== undefined) causes.push({ id: 'update_ready', tone: 'note', version: update.ready })
  return statementOf('device', holds, causes)
}

function serverStatement({ status }: Facts): Statement<'server', 'fine' | 'faulty'> {
  const causes = status.faults.flatMap(({ part, reason }): Cause[] => {
    const tone: Tone = 'alarm'
    return part === 'server' && !isOfTheClock(reason) ? [{ id: 'server_fault', tone, code: reason }] : []
  })
  return statementOf('server', causes.length > 0 ? 'faulty' : 'fine', causes)
}

/** An older server does not say it, and before the first `welcome` nothing is known: then nothing is claimed. */
function outsideStatement({ status }: Facts): Statement<'outside', OutsideHolds> {
  const tells = status.store?.tells
  if (tells === undefined) return statementOf('outside', 'unknown', [])
  return tells
    ? statementOf('outside', 'told', [])
    : statementOf('outside', 'nobody', [{ id: 'nobody_told', tone: 'alarm' }])
}

/** Times of the server become those of this device, as every cause has them. */
function intakeStatement({ status }: Facts): Statement<'intake', IntakeHolds> {
  const { state, extraMinutes = 0, until: end } = status.store?.intake ?? {}
  const until = end === undefined ? undefined : end - status.serverAheadMs
  if (state === 'open') return statementOf('intake', state, [])
  if (state === 'busy') return statementOf('intake', state, [{ id: state, tone: 'warn', extraMinutes, until }])
  if (state === 'paused') return statementOf('intake', state, [{ id: state, tone: 'warn', until }])
  if (state === 'archived') return statementOf('intake', state, [{ id: state, tone: 'warn' }])
  return statementOf('intake', 'unknown', [])
}
