import { it } from 'vitest'
import { liveThrough } from '../path/model/steps.ts'
import { postgresPremises } from './support/postgres-premises.ts'

it(
  'two servers of one database, whatever breaks, in whatever order: I1, I2, I4–I14 hold once it is mended',
  {
    timeout: 600_000,
  },
  () => liveThrough({ runs: 6, wakes: true, premises: postgresPremises }),
)

it('the same with a feed that tells nothing, by the audit alone (I15)', { timeout: 600_000 }, () =>
  liveThrough({ runs: 3, wakes: false, premises: postgresPremises }),
)
