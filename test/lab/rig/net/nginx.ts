import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atEnd } from '../../../support/at-end.ts'
import { freePort, isListening } from '../../../support/ports.ts'
import { inTime } from '../../../support/until.ts'

/** It ends when our end of its input is closed, however that comes about. */
const WHILE_WE_LIVE = '"$@" & cat; kill $!; wait'
const LISTENS_MS = 60_000

/** What is missing here for {@link startPlainNginx}; nothing when it can be called. */
export function nginxMissing(): string | undefined {
  return spawnSync('nginx', ['-v']).error === undefined ? undefined : 'nginx is not installed'
}

/**
 * nginx before `upstream`, without TLS, with what a WebSocket needs and its own defaults for everything else; `more` is
 * added to its `location`. It ends with the test or round. Returns its address.
 */
export async function startPlainNginx(upstream: string, more = ''): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'laidan-nginx-'))
  atEnd(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))
  const port = await freePort()
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${dir}/${of};`)
  writeFileSync(
    join(dir, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root; ' : ''}worker_processes 1; pid ${dir}/pid; error_log stderr;
     events {} http { ${temp.join(' ')} access_log off; server { listen 127.0.0.1:${port}; location / {
       proxy_pass ${upstream}; proxy_http_version 1.1;
       proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; ${more}
     } } }`,
  )
  const words = ['nginx', '-e', 'stderr', '-p', dir, '-c', join(dir, 'nginx.conf'), '-g', 'daemon off;']
  const child = spawn('sh', ['-c', WHILE_WE_LIVE, 'sh', ...words], { stdio: ['pipe', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (bytes) => (said += String(bytes)))
  const ended = once(child, 'exit')
  atEnd(async () => {
    child.stdin.end()
    await ended
  })
  if (!(await inTime(LISTENS_MS, () => isListening(port)))) throw new Error(`nginx does not listen: ${said}`)
  return `http://127.0.0.1:${port}`
}
