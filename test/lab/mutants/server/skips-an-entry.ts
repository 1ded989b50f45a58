import type { createPump as Seam } from '../../../../server/sockets/pump.ts'

const SKIPPED_SEQ = 2

export const createPump =
  (original: typeof Seam): typeof Seam =>
  (deps, ...more) =>
    original(
      {
        ...deps,
        send(body) {
          if (JSON.parse(body).seq !== SKIPPED_SEQ) deps.send(body)
        },
      },
      ...more,
    )
