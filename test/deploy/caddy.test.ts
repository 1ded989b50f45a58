import { describeProxy } from './support/describe-proxy.ts'
import { startCaddy } from './support/proxy.ts'

describeProxy('Caddy', 'caddy', startCaddy)
