; Around desktop/packaging/installer.nsh what electron-builder puts around it, as far as it names it.
Unicode true
Name "Laidan"
OutFile "${OUT}"
RequestExecutionLevel user
VIProductVersion "1.0.0.0"
VIAddVersionKey "ProductName" "Stand-in"
VIAddVersionKey "FileVersion" "1.0.0.0"
VIAddVersionKey "FileDescription" "Stand-in"
VIAddVersionKey "LegalCopyright" "none"
!include "LogicLib.nsh"
!include "FileFunc.nsh"
!define APP_ID "stand-in"
!define APP_EXECUTABLE_FILENAME "Laidan.exe"
!macro _isUpdated _a _b _t _f
  ClearErrors
  ${GetParameters} $R9
  ${GetOptions} $R9 "--updated" $R8
  IfErrors `${_f}` `${_t}`
!macroend
!define isUpdated `"" isUpdated ""`
!include "${INCLUDE}"

Section
  !insertmacro customInstall
  WriteUninstaller "$INSTDIR\uninstall.exe"
SectionEnd
Section Uninstall
  !insertmacro customUnInstall
SectionEnd
