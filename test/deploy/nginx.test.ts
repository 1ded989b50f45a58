import { describeProxy } from './support/describe-proxy.ts'
import { startNginx } from './support/proxy.ts'

describeProxy('nginx', 'nginx', startNginx)
