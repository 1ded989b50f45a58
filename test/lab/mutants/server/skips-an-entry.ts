import type { PumpTarget, Pump as Seam } from '../../../../server/sockets/pump.ts'

const SKIPPED_SEQ = 2

export const Pump = (Original: typeof Seam): typeof Seam =>
  class extends Original {
    constructor(target: PumpTarget, start: number, window: number) {
      const leaky: PumpTarget = {
        readLog: (seq, limit) => target.readLog(seq, limit),
        sendEntry(entry) {
          if (entry.seq !== SKIPPED_SEQ) target.sendEntry(entry)
        },
        isCongested: () => target.isCongested(),
        caughtUp: (head) => target.caughtUp(head),
        pumpFailed: (error) => target.pumpFailed(error),
      }
      super(leaky, start, window)
    }
  }
