import type { writeOnce as Seam } from '../../../../server/http/routing/idempotency.ts'

export const writeOnce =
  (original: typeof Seam): typeof Seam =>
  (ctx, _request, command) =>
    original(ctx, undefined, command)
