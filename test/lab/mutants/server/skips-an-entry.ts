import type { PumpTarget, Pump as Seam } from '../../../../server/sockets/pump.ts'

const SKIPPED_SEQ = 2

export const Pump = (Original: typeof Seam): typeof Seam =>
  class extends Original {
    constructor(target: PumpTarget, start: number, window: number) {
      const leaky: PumpTarget = {
        readLog: (seq, limit) => target.readLog(seq, limit),
        sendEntry(body) {
          if (JSON.parse(body).seq !== SKIPPED_SEQ) target.sendEntry(body)
        },
        isCongested: () => target.isCongested(),
        caughtUp: (head) => target.caughtUp(head),
        pumpFailed: (error) => target.pumpFailed(error),
      }
      super(leaky, start, window)
    }
  }
