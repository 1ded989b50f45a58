import { beforeEach, inject } from 'vitest'

beforeEach((context) => {
  if (inject('engine') === 'postgres-missing') context.skip('PostgreSQL is not installed')
})
