/** The app's id for Windows and macOS, as in electron-builder.yml: it must never change. */
export const APP_ID = 'io.laidan.desktop'

/**
 * The COM class that Windows calls for a click in its notification centre, as in installer.nsh: it must never change.
 */
export const TOAST_ACTIVATOR = '{6B1F2E0C-5C1B-4E0F-9B6D-2D8B3A7C41D9}'
