import { type AnyKind, reminderKind } from '../../../shared/reminder.ts'
import { type Answer, queueKey } from '../../core/answers/answer.ts'
import type { Bell, BoardReminder } from '../../core/bell/bell.ts'
import type { DeviceHost } from '../../core/device/device-host.ts'
import { terminalMessages } from './messages.ts'
import type { Screen } from './screen.ts'

const DEFAULT_MUTE_MINUTES = 10

/** The part of a device that a human commands. */
type AnswerableBell = Pick<Bell, 'answer' | 'undo' | 'undoable' | 'open' | 'settings' | 'mute' | 'soundCheck'> &
  Pick<DeviceHost<unknown>, 'order'>

/** Does what a human types, a line at a time. Answers go to the oldest reminder that they can answer. */
export function createCommands(bell: AnswerableBell, screen: Screen, quit: () => void): (line: string) => void {
  const words = () => terminalMessages(bell.settings().locale)

  /** Finds the oldest open reminder of a kind that fits and that is not being answered already. */
  function oldest(fits: (kind: AnyKind) => boolean): BoardReminder['reminder'] | undefined {
    return bell.open().find(({ reminder, answering }) => answering === undefined && fits(reminderKind(reminder.type)))
      ?.reminder
  }

  function give(answer: Answer): void {
    screen.answering(answer)
    void bell.answer(answer)
    const [latest] = bell.undoable()
    if (latest !== undefined && queueKey(latest.answer) === queueKey(answer)) screen.undoable(latest)
  }

  function undo(): void {
    const [latest] = bell.undoable()
    // What was taken back is told by the bell's event.
    if (latest === undefined || !bell.undo(latest.key)) screen.line(words().nothingToUndo)
  }

  /** Prints the whole of an order that waits: the oldest, or the one whose number ends so. */
  async function readWhole(tail: string): Promise<void> {
    const found = bell.open().find(({ reminder }) => reminder.order.number.endsWith(tail))
    if (found === undefined) return screen.line(words().nothingWaits)
    const read = await bell.order(found.reminder.orderId)
    if (read.ok) screen.whole(found.reminder, read.value)
    else screen.line(words().notRead)
  }

  function told(outcome: string): void {
    if (outcome === 'ok') screen.line(words().soundChecked)
    else screen.notHeard(outcome)
  }

  return (line) => {
    const [command = '', ...rest] = line.trim().split(/\s+/)
    const argument = rest.join(' ')
    // A missed order can be accepted after all, behind the new ones.
    const order = oldest((kind) => kind === 'new_order') ?? oldest((kind) => kind === 'missed')
    const notice = oldest((kind) => kind !== 'new_order')
    if (command === 'a' && order !== undefined) give({ move: 'confirm', orderId: order.orderId })
    else if (command === 'r' && order !== undefined && argument !== '') {
      give({ move: 'reject', orderId: order.orderId, reason: argument })
    } else if (command === 'k' && notice !== undefined) give({ move: 'acknowledge', reminderId: notice.id })
    else if (command === 'u') undo()
    else if (command === 'w') void readWhole(argument)
    else if (command === 'm') bell.mute(argument === '' ? DEFAULT_MUTE_MINUTES : Number(argument) || 0)
    else if (command === 't') void bell.soundCheck().then(told)
    else if (command === 'l') screen.board(bell.open())
    else if (command === 'q') quit()
    else if (command === 'r' && order !== undefined) screen.line(words().reasonNeeded)
    else if (command === 'k' && order !== undefined) screen.line(words().orderWaits)
    else if (['a', 'k', 'r'].includes(command)) screen.line(words().nothingWaits)
    else if (command !== '') screen.line(words().keys)
  }
}
