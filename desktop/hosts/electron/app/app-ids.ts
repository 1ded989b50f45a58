/** By which Windows and macOS know the app, as in electron-builder.yml: it must never change. */
export const APP_ID = 'io.laidan.desktop'

/** By which Windows hands clicks in its notification centre to us, as in installer.nsh: it must never change. */
export const TOAST_ACTIVATOR = '{6B1F2E0C-5C1B-4E0F-9B6D-2D8B3A7C41D9}'
