@echo off
rem Starts the tenon command of an unpacked zip. Not tested: the build has no Windows.
setlocal
set "root=%~dp0.."
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
set "ORT_DISABLE_TELEMETRY=1"
if not defined TF_OVERRIDE_GLOBAL_THREADPOOL set "TF_OVERRIDE_GLOBAL_THREADPOOL=1"
if not defined TF_CPP_MIN_LOG_LEVEL set "TF_CPP_MIN_LOG_LEVEL=3"
rem These compute in Java for long enough that the full compiler pays.
set "compiler=-XX:TieredStopAtLevel=1"
if "%~1"=="verify" set "compiler=-XX:TieredStopAtLevel=4"
if "%~1"=="convert" set "compiler=-XX:CompileThresholdScaling=3"
"%java%" "@%root%\lib\java.options" --enable-native-access=ALL-UNNAMED %compiler% "-Dtenon.root=%root%" %TENON_JAVA_OPTIONS% -cp "%root%\lib\*" dev.tenon.cli.Main %*
exit /b %ERRORLEVEL%
