import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The fixed views as pages: served from their sources by `npm run views`, built for the tests; never shipped. */
export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [react()],
  build: {
    outDir: here('../../../dist/views'),
    emptyOutDir: true,
    rolldownOptions: { input: [here('index.html'), here('view.html')] },
    modulePreload: false,
    target: 'es2022',
    reportCompressedSize: false,
  },
})
