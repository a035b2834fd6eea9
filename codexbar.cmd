@echo off
rem Starts codexbar. In a checkout it builds on the first run, and when a jar of the last build is missing. It does not
rem see that sources have changed: remove codexbar-cli\target\class-path to build again after a change.
rem Needs JDK 17 or later and, to build, Maven 3.8.7 or later.
setlocal disabledelayedexpansion
set "root=%~dp0"
set "java=java"
rem Many write it with quotation marks, which would end those below.
if defined JAVA_HOME set "JAVA_HOME=%JAVA_HOME:"=%"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
set "archive=%LOCALAPPDATA%\codexbar.jsa"
set "jars=%root%..\lib\*"
set "action=%~1"

rem Whether JSON or help was asked for. An equals sign separates arguments here: --format=json is two of them.
set "json="
set "help="
set "before="
:scan
set "word=%~1"
if not defined word goto scanned
if /i "%word%"=="--json" set "json=yes"
if /i "%word%"=="--json-only" set "json=yes"
if "%word%"=="--help" set "help=yes"
if "%word%"=="-h" set "help=yes"
if /i "%before%%word%"=="--formatjson" set "json=yes"
set "before=%word%"
shift /1
goto scan
:scanned

if defined JAVA_HOME if not exist "%java%.exe" goto wrongjava
if not defined JAVA_HOME where java >nul 2>nul || goto nojava
if not exist "%root%codexbar-cli\" goto built

set "target=%root%codexbar-cli\target"
set "archive=%target%\codexbar.jsa"
call :jars
if defined jars goto built
rem A program that reads JSON does not wait for a build.
if defined json (
  call :fail "is not built yet; run codexbar.cmd once without JSON"
  exit /b 1
)
where mvn >nul 2>nul || (
  call :fail "needs Maven, 3.8.7 or later, on PATH to build"
  exit /b 1
)
>&2 echo codexbar: building; the first time this takes a minute or two
pushd "%root%"
call mvn -B -q -DskipTests -Dmaven.javadoc.skip=true -Dspotless.check.skip=true -pl codexbar-cli -am package 1>&2
popd
call :jars
if not defined jars (
  call :fail "the build failed"
  exit /b 1
)

:built
if not defined help if /i "%action%"=="install" goto install
if not defined help if /i "%action%"=="uninstall" goto uninstall

rem A server stays, so its memory is bounded; docs\STARTUP.md has the figures.
set "memory="
if "%action%"=="serve" set "memory=-Xmx128m -Xmn12m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30"

rem Options that are unknown to older JDKs are ignored; the archive is made by the first run that may, JDK 19 or later.
"%java%" -XX:+IgnoreUnrecognizedVMOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto ^
  -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%archive%" -Xlog:disable ^
  --enable-native-access=ALL-UNNAMED -Djdk.console=java.base %memory% -cp "%jars%" dev.codexbar.cli.CodexBar %*
exit /b %errorlevel%

:nojava
call :fail "needs a JDK, 17 or later, on PATH or in JAVA_HOME"
exit /b 1

rem Expanded late, because a path may hold what means something here. The home folder has the name of the person.
:wrongjava
setlocal enabledelayedexpansion
set "shown=!JAVA_HOME!\"
if defined USERPROFILE set "shown=!shown:%USERPROFILE%\=~\!"
set "shown=!shown:~0,-1!"
if defined json goto wrongjavajson
>&2 echo codexbar: needs a JDK, 17 or later, but JAVA_HOME is !shown!, which has no bin\java.exe; correct or unset it
exit /b 1
:wrongjavajson
set "shown=!shown:\=\\!"
echo [{"provider":"cli","source":"cli","error":{"code":1,"kind":"runtime","message":"needs a JDK, 17 or later, but JAVA_HOME is !shown!, which has no bin\\java.exe; correct or unset it"}}]
exit /b 1

rem A sentence, as JSON if JSON was asked for, in the published shape.
:fail
if defined json goto failjson
>&2 echo codexbar: %~1
exit /b
:failjson
echo [{"provider":"cli","source":"cli","error":{"code":1,"kind":"runtime","message":"%~1"}}]
exit /b

rem Copies this into %LOCALAPPDATA%\Programs\codexbar. PATH is left to the person, because setx cuts a long one off.
:install
call :prefix %* || exit /b 64
if exist "%home%\" if not exist "%home%\lib\installed" (
  call :fail "the folder of the installation is there already, and was not made by codexbar install"
  exit /b 1
)
if /i "%root%"=="%home%\bin\" (
  call :fail "this is the installation; run the codexbar.cmd of a checkout or of an archive"
  exit /b 1
)
rem Beside the old one first: an update that fails leaves what was there.
set "draft=%home%.new"
if exist "%draft%\" rmdir /s /q "%draft%"
mkdir "%draft%\bin" "%draft%\lib" || (
  call :fail "cannot make the folder of the installation"
  exit /b 1
)
copy /y "%~f0" "%draft%\bin\codexbar.cmd" >nul || goto installfailed
if defined target (
  for %%j in ("%jars:;=" "%") do copy /y "%%~j" "%draft%\lib\" >nul || goto installfailed
) else (
  copy /y "%jars%.jar" "%draft%\lib\" >nul || goto installfailed
)
type nul >"%draft%\lib\installed"
if exist "%home%\" rmdir /s /q "%home%"
move "%draft%" "%home%" >nul || goto installfailed
echo Installed in %home%.
echo Add %home%\bin to PATH to start it as codexbar.
exit /b 0

:installfailed
if exist "%draft%\" rmdir /s /q "%draft%"
call :fail "the installation could not be copied"
exit /b 1

:uninstall
call :prefix %* || exit /b 64
if not exist "%home%\lib\installed" (
  call :fail "is not installed there"
  exit /b 1
)
if exist "%LOCALAPPDATA%\codexbar.jsa" del /q "%LOCALAPPDATA%\codexbar.jsa"
if exist "%LOCALAPPDATA%\codexbar\usage.properties" del /q "%LOCALAPPDATA%\codexbar\usage.properties"
if exist "%LOCALAPPDATA%\codexbar\*.lock" del /q "%LOCALAPPDATA%\codexbar\*.lock"
if exist "%LOCALAPPDATA%\dev.codexbar.natives\" rmdir /s /q "%LOCALAPPDATA%\dev.codexbar.natives"
rem Without /s only an empty folder goes.
if exist "%LOCALAPPDATA%\codexbar\" rmdir "%LOCALAPPDATA%\codexbar" 2>nul
echo Removing %home%.
if exist "%USERPROFILE%\.config\codexbar\" echo Kept: %USERPROFILE%\.config\codexbar, the settings and provider jars
rem In one line, because this file may be within the folder.
rmdir /s /q "%home%" & exit /b 0

:prefix
set "home=%LOCALAPPDATA%\Programs\codexbar"
rem An installation means itself.
if exist "%root%..\lib\installed" for %%p in ("%root%..") do set "home=%%~fp"
if "%~2"=="" exit /b 0
if /i not "%~2"=="--prefix" (
  call :fail "`%~1` has no option %~2. Usage: codexbar %~1 [--prefix DIR]"
  exit /b 64
)
if "%~3"=="" (
  call :fail "--prefix needs a value, DIR."
  exit /b 64
)
set "home=%~f3\codexbar"
exit /b 0

:jars
rem Maven lists the jars of the last build; others may lie about from earlier ones. A colon is no separator for `for`.
set "jars="
if not exist "%target%\class-path" exit /b
for /f "usebackq delims=" %%v in ("%target%\classes\dev\codexbar\cli\version.txt") do set "jars=%target%\codexbar-cli-%%v.jar"
for /f "usebackq delims=" %%n in ("%target%\class-path") do set "names=%%n"
if not exist "%jars%" set "jars="
for %%j in (%names::= %) do call :jar "%%~j"
exit /b

:jar
if not defined jars exit /b
set "name=%~1"
set "name=%name:/=\%"
if exist "%target%\%name%" (set "jars=%jars%;%target%\%name%") else set "jars="
exit /b
