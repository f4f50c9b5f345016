@"%~dp0runtime\brelok-key-agent.exe" "%~dp0key-agent.mjs" %*
