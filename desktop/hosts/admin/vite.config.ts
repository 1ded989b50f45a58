import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { readVersion } from '../../node/read-version.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * The operator's page, beside the console and apart from it: the console of a shop must not wait for a part of this. Its
 * files begin with `admin`, by which the server knows them.
 */
export default defineConfig({
  root: here('.'),
  // Relative, since the server may stand below a path of a reverse proxy's.
  base: './',
  // The icon is the console's, and lies there already.
  publicDir: here('../console/public'),
  plugins: [react()],
  define: { __LAIDAN_VERSION__: JSON.stringify(readVersion()) },
  build: {
    outDir: here('../../../dist/console'),
    emptyOutDir: false,
    copyPublicDir: false,
    // The page's CSP knows no `data:`, and an inlined preload helper would be an inline script.
    assetsInlineLimit: 0,
    modulePreload: false,
    target: 'es2022',
    reportCompressedSize: false,
    rolldownOptions: {
      input: here('admin.html'),
      output: {
        entryFileNames: 'assets/admin-[hash].js',
        chunkFileNames: 'assets/admin-[hash].js',
        assetFileNames: 'assets/admin-[hash][extname]',
      },
    },
  },
})
