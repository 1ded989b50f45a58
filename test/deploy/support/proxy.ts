import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { freePort, isListening } from '../../support/ports.ts'
import { type Child, startProcess } from '../../support/start-process.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { root } from '../../tooling/source-files.ts'

/** A reverse proxy with TLS in front of a server of ours. */
export interface ReverseProxy {
  url: string
  /** What it has complained about. */
  errors(): string
}

/** A certificate for `localhost`, made for this test alone. */
export interface Certificate {
  cert: string
  key: string
  pem: string
}

export function makeCertificate(): Certificate {
  const dir = tempDir()
  const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')]
  const words = [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
  ]
  execFileSync('openssl', words, { stdio: 'pipe' })
  return { cert, key, pem: readFileSync(cert, 'utf8') }
}

/**
 * The sample file with only those words replaced that every installation replaces: name, certificate, and the ports,
 * which here must be free ones. Throws when a word is not there.
 */
export function sample(name: string, replacements: readonly (readonly [string, string])[]): string {
  return replacements.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`deploy/${name} does not say ${from}`)
      return text.replaceAll(from, to)
    },
    readFileSync(join(root, 'deploy', name), 'utf8'),
  )
}

/** The sample of a program with the addresses of its servers replaced: one server, or two. */
function sampleFor(upstreams: readonly string[], [one, several]: readonly [string, string]) {
  const hosts = upstreams.map((url) => new URL(url).host)
  const [name, ports] = hosts.length === 1 ? [one, [8080]] : [several, [8081, 8082]]
  const replacements = ports.map((port, i): [string, string] => [`127.0.0.1:${port}`, hosts[i] ?? ''])
  return { name, replacements }
}

/** nginx with deploy/nginx.conf, or deploy/nginx-nodes.conf for two servers, as a site of Debian’s: in its `http` block. */
export async function startNginx(
  upstream: string | readonly [string, string],
  { cert, key }: Certificate,
): Promise<ReverseProxy> {
  const dir = tempDir()
  const [plain, port] = [await freePort(), await freePort()]
  const { name, replacements } = sampleFor([upstream].flat(), ['nginx.conf', 'nginx-nodes.conf'])
  const site = sample(name, [
    ...replacements,
    ['listen 80;', `listen 127.0.0.1:${plain};`],
    ['    listen [::]:80;\n', ''],
    ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
    ['    listen [::]:443 ssl;\n', ''],
    ['bell.example.com;', 'localhost;'],
    ['/etc/letsencrypt/live/bell.example.com/fullchain.pem', cert],
    ['/etc/letsencrypt/live/bell.example.com/privkey.pem', key],
  ])
  writeFileSync(join(dir, 'site.conf'), site)
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${dir}/${of};`)
  writeFileSync(
    join(dir, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root; ' : ''}worker_processes 1; pid ${dir}/pid; error_log stderr;
     events {} http { ${temp.join(' ')} access_log ${dir}/access.log; include ${dir}/site.conf; }`,
  )
  const words = ['-e', 'stderr', '-p', dir, '-c', join(dir, 'nginx.conf')]
  execFileSync('nginx', ['-t', '-q', ...words], { stdio: 'pipe' })
  return await running(startProcess(['nginx', ...words, '-g', 'daemon off;'], { group: true }), port)
}

/**
 * Caddy with deploy/Caddyfile, or deploy/Caddyfile-nodes for two servers. The certificate is given, because none can be
 * asked for here.
 */
export async function startCaddy(
  upstream: string | readonly [string, string],
  { cert, key }: Certificate,
): Promise<ReverseProxy> {
  const dir = tempDir()
  const port = await freePort()
  const { name, replacements } = sampleFor([upstream].flat(), ['Caddyfile', 'Caddyfile-nodes'])
  const site = sample(name, [
    ...replacements,
    [
      name === 'Caddyfile' ? 'bell.example.com {' : '{$LAIDAN_NAME:bell.example.com} {',
      `https://localhost:${port} {\n\tbind 127.0.0.1\n\ttls ${cert} ${key}`,
    ],
  ])
  const file = join(dir, 'Caddyfile')
  writeFileSync(file, `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${site}`)
  mkdirSync(join(dir, 'home'))
  const env = { PATH: process.env['PATH'], HOME: join(dir, 'home') }
  return await running(startProcess(['caddy', 'run', '--adapter', 'caddyfile', '--config', file], { env }), port)
}

/** Waits until a proxy listens. Rejects with its output when it has ended. */
export async function running(proxy: Child, port: number): Promise<ReverseProxy> {
  let over = false
  void proxy.exited.then(() => {
    over = true
  })
  await expect.poll(async () => over || (await isListening(port)), { timeout: 60_000 }).toBe(true)
  if (over) throw new Error(`the proxy ended:\n${proxy.output()}`)
  return { url: `https://localhost:${port}`, errors: proxy.output }
}
