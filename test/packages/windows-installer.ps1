# The installer on a real Windows: silently in and out again, and what it leaves in the registry on the way.
$ErrorActionPreference = 'Stop'
$run = 'HKCU:\Software\Microsoft\Windows\CurrentVersion\Run'
$id = 'io.laidan.desktop'
$folder = Join-Path $env:LOCALAPPDATA 'Programs\laidan'

function Assert($holds, $what) {
  if (-not $holds) { throw "not so: $what" }
  Write-Output "ok: $what"
}
function Autostart { (Get-ItemProperty $run -Name $id -ErrorAction SilentlyContinue).$id }

$setup = (Get-ChildItem dist/release/Laidan-Setup-*.exe | Select-Object -First 1).FullName
Start-Process -Wait $setup '/S'
$program = Join-Path $folder 'Laidan.exe'
Assert (Test-Path $program) "the program is at $program"
Assert ((Autostart) -eq "`"$program`" --hidden") 'it starts at login, hidden'
Assert (Test-Path (Join-Path $env:APPDATA 'Microsoft\Windows\Start Menu\Programs\Laidan.lnk')) 'the Start menu has it'

Remove-ItemProperty $run -Name $id
Start-Process -Wait $setup '/S', '--updated'
Assert ($null -eq (Autostart)) 'an update does not switch on what a human has switched off'
Start-Process -Wait $setup '/S'
Assert ($null -ne (Autostart)) 'installing anew does'
Start-Process -Wait $setup '/S', '--updated'
Assert ($null -ne (Autostart)) 'an update does not switch it off'

# Without the argument _? the uninstaller copies itself away and returns at once.
Start-Process -Wait (Join-Path $folder 'Uninstall Laidan.exe') '/S', "_?=$folder"
Assert ($null -eq (Autostart)) 'the login entry went with it'
Assert (-not (Test-Path $program)) 'the program is gone'
