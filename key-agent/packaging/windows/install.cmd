@echo off
rem Copies the program into this user's own folder, lets it start at sign-in, and starts it. No administrator is needed.
rem install.cmd https://portal.example  also lets the pages of that portal ask.
setlocal
set "TARGET=%LOCALAPPDATA%\Programs\brelok-key-agent"
set "RUN=HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
set "LISTED=HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\BrelokKeyAgent"

if not exist "%~dp0runtime\brelok-key-agent.exe" (
  echo Unpack the whole zip first, then start install.cmd from the folder that it made.
  exit /b 1
)
if /i "%~dp0"=="%TARGET%\" (
  echo This is the installed copy. Start install.cmd of the unpacked zip.
  exit /b 1
)

rem Of this user alone: on a PC of several users the others' go on.
call "%~dp0brelok-key-agent.cmd" --end >nul
if errorlevel 1 (
  echo The agent that runs could not be ended. Sign out, sign in, and start install.cmd again.
  exit /b 1
)
if exist "%TARGET%" rmdir /s /q "%TARGET%"
xcopy /e /i /q /y "%~dp0." "%TARGET%" >nul
if errorlevel 1 (
  echo The files could not be copied to "%TARGET%".
  exit /b 1
)

if not "%~1"=="" (
  call "%TARGET%\brelok-key-agent.cmd" allow "%~1"
  if errorlevel 1 exit /b 1
)

rem conhost --headless: a console program without a window
reg add "%RUN%" /v BrelokKeyAgent /t REG_SZ /f /d "conhost.exe --headless \"%TARGET%\runtime\brelok-key-agent.exe\" \"%TARGET%\key-agent.mjs\"" >nul
if errorlevel 1 (
  echo Starting at sign-in could not be set up.
  exit /b 1
)
reg add "%LISTED%" /v DisplayName /t REG_SZ /f /d "Brelok key-agent" >nul
reg add "%LISTED%" /v UninstallString /t REG_SZ /f /d "\"%TARGET%\uninstall.cmd\"" >nul

start "" conhost.exe --headless "%TARGET%\runtime\brelok-key-agent.exe" "%TARGET%\key-agent.mjs"
echo The key-agent is installed and runs. To see what it may open: "%TARGET%\brelok-key-agent.cmd" --check
