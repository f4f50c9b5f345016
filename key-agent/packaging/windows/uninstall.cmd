@echo off
rem Ends the program and removes it from this user's account: keys, portals, start at sign-in, files.
setlocal
set "TARGET=%LOCALAPPDATA%\Programs\brelok-key-agent"

rem Of this user alone: on a PC of several users the others' go on.
if exist "%TARGET%\brelok-key-agent.cmd" (
  call "%TARGET%\brelok-key-agent.cmd" --end
  call "%TARGET%\brelok-key-agent.cmd" --uninstall
)
reg delete "HKCU\Software\Microsoft\Windows\CurrentVersion\Run" /v BrelokKeyAgent /f >nul 2>nul
reg delete "HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\BrelokKeyAgent" /f >nul 2>nul
echo The key-agent is removed.
cd /d "%TEMP%"
rem This file can't remove itself while it runs; what was just ended needs a moment to let go of its own.
start "" /b cmd /c "ping -n 3 127.0.0.1 >nul & rmdir /s /q "%TARGET%""
