import { it } from 'vitest'
import { sqlitePremises } from './sqlite-premises.ts'
import { liveThrough } from './steps.ts'

it('whatever breaks, in whatever order: I1, I2, I4–I14 hold once it is mended', { timeout: 600_000 }, () =>
  liveThrough({ runs: 40, wakes: true, premises: sqlitePremises }),
)

it('the same without a single wake, by the poll alone (I15)', { timeout: 600_000 }, () =>
  liveThrough({ runs: 20, wakes: false, premises: sqlitePremises }),
)
