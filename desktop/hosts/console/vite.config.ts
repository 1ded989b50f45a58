import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { drawAppIcon } from '../../icons/app-icon.ts'
import { encodePng } from '../../icons/png.ts'
import { readVersion } from '../../node/read-version.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The modules of zod that describe a schema as JSON Schema; a page calls none of them, and every schema names them. */
const JSON_SCHEMA = /\/zod\/v4\/core\/(?:json-schema-processors|to-json-schema)\.js$/

/** Leaves those modules out of the build: each thing that they export throws when it is called. */
function withoutJsonSchema(): Plugin {
  return {
    name: 'laidan-without-json-schema',
    apply: 'build',
    async load(id) {
      if (!JSON_SCHEMA.test(id)) return
      const text = await readFile(id, 'utf8')
      const names = [...text.matchAll(/^export (?:const |function |\{ \w+ as )(\w+)/gm)].map(([, name]) => name)
      const absent = `function absent() { throw new Error('this build has no JSON Schema') }`
      return [absent, ...names.map((name) => `export { absent as ${name} }`)].join('\n')
    },
  }
}

/** The icons of a phone's home screen, by their names; app.webmanifest lists all but Apple's. */
const ICONS = [
  { name: 'icon-192.png', size: 192, style: 'full' },
  { name: 'icon-512.png', size: 512, style: 'full' },
  { name: 'icon-192-maskable.png', size: 192, style: 'bleed' },
  { name: 'icon-180-apple.png', size: 180, style: 'bleed' },
] as const

/** Draws the icons into the build, and names them in the page: a phone can then keep the console on its home screen. */
function homeScreen(): Plugin {
  const link = (rel: string, name: string) => ({ tag: 'link', attrs: { rel, href: `./assets/${name}` } })
  return {
    name: 'laidan-home-screen',
    apply: 'build',
    generateBundle() {
      for (const { name, size, style } of ICONS) {
        this.emitFile({ type: 'asset', fileName: `assets/${name}`, source: encodePng(drawAppIcon(size, style)) })
      }
    },
    transformIndexHtml: () => [link('manifest', 'app.webmanifest'), link('apple-touch-icon', 'icon-180-apple.png')],
  }
}

/** The console as static files that the server hands out: `npm run build:console`. */
export default defineConfig({
  root: here('.'),
  // Relative, since the server may stand below a path of a reverse proxy's.
  base: './',
  plugins: [react(), withoutJsonSchema(), homeScreen()],
  define: { __LAIDAN_VERSION__: JSON.stringify(readVersion()) },
  build: {
    outDir: here('../../../dist/console'),
    emptyOutDir: true,
    // The page's CSP knows no `data:`, and an inlined preload helper would be an inline script.
    assetsInlineLimit: 0,
    // What comes later has no further part to be fetched ahead with it.
    modulePreload: false,
    target: 'es2022',
    reportCompressedSize: false,
  },
})
