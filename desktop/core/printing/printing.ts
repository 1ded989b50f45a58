import type { Clock } from '../../../shared/clock.ts'
import type { Phrases } from '../../../shared/phrases/phrases.ts'
import type { ClosedFrame, ReminderFrame } from '../../../shared/protocol/frames.ts'
import type { DeviceMessage } from '../announcer/device-messages.ts'
import type { BellPorts, Logger, StateFile } from '../ports.ts'
import type { PrintSettings } from '../print-settings.ts'
import { printJobOf, type ShopFacts } from './print-job.ts'
import { createPrintQueue, type PrintQueue } from './print-queue.ts'
import { createPrinterVoice } from './printer-voice.ts'
import { askedByClosing, askedByReminder } from './slips.ts'

/** The paper of one device. A host without a printer has one that prints nothing. */
export interface Printing extends Pick<PrintQueue, 'load' | 'fault' | 'paperOf' | 'healthy' | 'close' | 'flush'> {
  /** Asks for the slips of a reminder that is open. */
  reminded(reminder: ReminderFrame): void
  /** Asks for the slips of a reminder's end, or drops those that are not needed any more. */
  closed(reminder: ReminderFrame, closed: ClosedFrame): void
  /** Looks at everything that is open, and begins what can be begun. Call it after every change. */
  reconsider(open: readonly ReminderFrame[]): void
  /**
   * The inbox's file, whose writes come behind those of the slips: an entry of the log that the device has on disk has
   * its slips on disk, so that a crash between the two loses no paper.
   */
  behind(file: StateFile): StateFile
}

/** Puts the paper of a device together: what is asked for by reminders, and the queue that prints it. */
export function createPrinting(deps: {
  ports: Pick<BellPorts, 'printer' | 'wholeOrder' | 'files'>
  clock: Clock
  log: Logger
  settings(): PrintSettings
  shop(): Omit<ShopFacts, 'now'>
  phrases(): Phrases
  say(message: DeviceMessage): unknown
  ready(): boolean
  /** The word about the paper of an announcement is known, or has become another one. */
  told(reminder: ReminderFrame, paper: string): void
  faultChanged(): void
}): Printing {
  const { clock, ports } = deps
  const { printer } = ports
  if (printer === undefined) return NO_PRINTING
  const voice = createPrinterVoice(deps)
  const queue = createPrintQueue({
    ...deps,
    file: ports.files.printing ?? NO_FILE,
    jobOf: (slip, settings) =>
      printJobOf(slip, settings, {
        clock,
        shop: () => ({ ...deps.shop(), now: clock.now() }),
        wholeOrder: ports.wholeOrder,
      }),
    print: (job) => printer.print(job),
    ended({ reminder }) {
      const paper = queue.paperOf(reminder)
      if (paper !== undefined) deps.told(reminder, paper)
    },
    faultChanged() {
      voice.update(queue.fault())
      deps.faultChanged()
    },
  })
  const at = () => ({ settings: deps.settings(), now: clock.now() })

  return {
    ...queue,
    reminded: (reminder) => queue.become(askedByReminder(queue.state(), reminder, at())),
    closed: (reminder, closed) => queue.become(askedByClosing(queue.state(), reminder, closed, at())),
    reconsider(open) {
      if (!deps.ready()) return
      queue.become(open.reduce((state, reminder) => askedByReminder(state, reminder, at()), queue.state()))
    },
    behind: (file) => ({
      ...file,
      async write(text) {
        await queue.stored()
        await file.write(text)
      },
    }),
  }
}

const NO_FILE: StateFile = { read: async () => null, write: async () => {}, quarantine: async () => {} }

const NO_PRINTING: Printing = {
  load: async () => {},
  fault: () => undefined,
  healthy: () => true,
  close() {},
  flush: async () => {},
  reminded() {},
  closed() {},
  reconsider() {},
  paperOf: () => undefined,
  behind: (file) => file,
}
