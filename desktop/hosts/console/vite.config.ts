import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { readVersion } from '../../node/read-version.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The console as static files that the server hands out: `npm run build:console`. */
export default defineConfig({
  root: here('.'),
  // Relative, since the server may stand below a path of a reverse proxy's.
  base: './',
  plugins: [react()],
  define: { __LAIDAN_VERSION__: JSON.stringify(readVersion()) },
  build: {
    outDir: here('../../../dist/console'),
    emptyOutDir: true,
    // The page's CSP knows no `data:`, and an inlined preload helper would be an inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
  },
})
