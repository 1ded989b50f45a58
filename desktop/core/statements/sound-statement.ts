import type { Cause, Facts, SoundHolds, Statement } from './statement.ts'
import { statementOf } from './statement.ts'

/**
 * States how a new order is heard at this device. A device that was chosen to only show has one cause, since nothing else
 * about its sound matters; a device that only rings needs no voice.
 */
export function soundStatement(facts: Facts): Statement<'sound', SoundHolds> {
  const { settings } = facts
  if (settings.output === 'show') return statementOf('sound', 'silent', [{ id: 'show_only', tone: 'note' }])
  const silent = silencers(facts)
  const late = delays(facts)
  const doubts = silent.length === 0 ? doubtsOf(facts) : []
  // Whether words follow the chime is no question where no chime is heard.
  const wordless = silent.length + late.length === 0 ? wordlessness(facts) : []
  const claims: readonly [SoundHolds, readonly Cause[]][] = [
    ['silent', silent],
    ['doubtful', doubts],
    ['late', late],
    ['rings', wordless],
  ]
  const [holds] = claims.find(([, causes]) => causes.length > 0) ?? (['speaks'] as const)
  return statementOf('sound', holds, [...claims.flatMap(([, causes]) => causes), ...besides(facts, silent, doubts)])
}

/** Lists the reasons for which nothing is heard at all, for want of a human's hand. */
function silencers({ status, settings, sound, bystander }: Facts): Cause[] {
  const causes: Cause[] = []
  const chime = reasonOf(status, 'chime')
  if (sound === 'locked') causes.push({ id: 'locked', tone: 'alarm', elsewhere: bystander })
  if (sound === 'silent') causes.push({ id: 'no_sound', tone: 'alarm' })
  else if (settings.output === 'ring' && chime !== undefined && sound !== 'locked')
    causes.push({ id: 'chime_failed', tone: 'alarm', reason: chime })
  if (reasonOf(status, 'system_volume') === 'output_muted')
    causes.push({ id: 'output_muted', tone: 'alarm', raising: settings.raiseVolume })
  return causes
}

/** Lists the reasons for which an order is heard only at the loudest level. */
function delays({ status, settings }: Facts): Cause[] {
  const causes: Cause[] = []
  if (status.mutedUntil !== null) causes.push({ id: 'muted', tone: 'warn', until: status.mutedUntil })
  if (status.quietHours && settings.quietHours !== null)
    causes.push({ id: 'quiet_hours', tone: 'note', ...settings.quietHours })
  if (!settings.speech.new_order) causes.push({ id: 'kind_off', tone: 'note' })
  return causes
}

function doubtsOf({ status, settings }: Facts): Cause[] {
  const low = reasonOf(status, 'system_volume')
  if (low === undefined || low === 'output_muted') return []
  return [{ id: 'output_low', tone: 'warn', raising: settings.raiseVolume }]
}

/** Lists the reasons for which the chime comes without words. */
function wordlessness({ status, settings, sound }: Facts): Cause[] {
  if (settings.output === 'ring') return [{ id: 'ring_only', tone: 'note' }]
  if (sound === 'locked' || sound === 'silent') return []
  if (sound === 'no_voice') return [{ id: 'no_voice', tone: 'warn' }]
  const reason = reasonOf(status, 'speech')
  return reason === undefined ? [] : [{ id: 'speech_failed', tone: 'warn', reason }]
}

/** Lists what changes nothing of the claim, and a human should know all the same. */
function besides(
  { status, settings, sound, bystander }: Facts,
  silent: readonly Cause[],
  doubts: readonly Cause[],
): Cause[] {
  const causes: Cause[] = []
  const chime = reasonOf(status, 'chime')
  const heard = silent.length === 0
  if (heard && chime !== undefined && settings.output === 'speak' && sound !== 'no_voice')
    causes.push({ id: 'chime_failed', tone: 'warn', reason: chime })
  if (heard && status.notHeard) causes.push({ id: 'not_heard', tone: 'warn' })
  if (bystander) causes.push({ id: 'bystander', tone: 'note' })
  // What was raised and is low again now was raised for nothing.
  if (status.raised !== undefined && heard && doubts.length === 0)
    causes.push({ id: 'raised', tone: 'note', percent: Math.round(status.raised.to * 100), at: status.raised.at })
  if (heard && sound === 'server_voice' && settings.output === 'speak')
    causes.push({ id: 'server_voice', tone: 'good' })
  return causes
}

function reasonOf({ faults }: Facts['status'], part: string): string | undefined {
  return faults.find((fault) => fault.part === part)?.reason
}
