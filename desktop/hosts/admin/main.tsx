import '../../ui/theme/tokens.css'
import '../../ui/theme/base.css'
import '../../ui/theme/controls.css'
import '../../ui/shell/shell.css'
import './admin.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { hostClock } from '../../../shared/clock.ts'
import { nearestLocale } from '../../../shared/locales.ts'
import { createAdminApi } from './api/admin-api.ts'
import { AdminApp } from './app.tsx'

declare const __LAIDAN_VERSION__: string

const root = document.getElementById('root')
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <AdminApp
        api={createAdminApi(globalThis.fetch.bind(globalThis), new URL('.', document.baseURI).href)}
        clock={hostClock(globalThis)}
        firstLocale={nearestLocale(navigator.languages)}
        version={__LAIDAN_VERSION__}
      />
    </StrictMode>,
  )
