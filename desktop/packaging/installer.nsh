; What the Windows installer does beside the usual. Installed means: it starts at login, until a human says otherwise in
; the settings. An update touches none of it: electron-builder runs both macros on updates as well.

; Value and command exactly as Electron reads and writes them (desktop/hosts/electron/login/login-item.ts).
!define AUTOSTART_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define AUTOSTART_APPROVED_KEY "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
; Electron registers it at the first start, for clicks in the notification centre (desktop/hosts/electron/app/app-ids.ts).
!define TOAST_ACTIVATOR_KEY "Software\Classes\CLSID\{6B1F2E0C-5C1B-4E0F-9B6D-2D8B3A7C41D9}"

!macro customInstall
  ${ifNot} ${isUpdated}
    WriteRegStr HKCU "${AUTOSTART_KEY}" "${APP_ID}" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" --hidden'
  ${endIf}
!macroend

!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegValue HKCU "${AUTOSTART_KEY}" "${APP_ID}"
    DeleteRegValue HKCU "${AUTOSTART_APPROVED_KEY}" "${APP_ID}"
    DeleteRegKey HKCU "${TOAST_ACTIVATOR_KEY}"
  ${endIf}
!macroend
