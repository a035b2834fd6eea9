@echo off
rem Starts codexbar. In a checkout it builds on the first run, and when a jar of the last build is missing. It does not
rem see that sources have changed: remove codexbar-cli\target\class-path to build again after a change.
rem Needs JDK 17 or later and, to build, Maven 3.8.7 or later.
setlocal
set "root=%~dp0"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
set "archive=%LOCALAPPDATA%\codexbar.jsa"
set "jars=%root%..\lib\*"
if not exist "%root%codexbar-cli\" goto start

set "target=%root%codexbar-cli\target"
set "archive=%target%\codexbar.jsa"
call :jars
if defined jars goto start
echo codexbar: building; the first time this takes a minute or two 1>&2
pushd "%root%"
call mvn -B -q -Dmaven.test.skip=true -Dmaven.javadoc.skip=true -Dspotless.check.skip=true -pl codexbar-cli -am package 1>&2
popd
call :jars
if not defined jars (
  echo codexbar: the build failed 1>&2
  exit /b 1
)

:start
rem Options that are unknown to older JDKs are ignored; the archive is made by the first run that may, JDK 19 or later.
"%java%" -XX:+IgnoreUnrecognizedVMOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto ^
  -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%archive%" -Xlog:disable ^
  --enable-native-access=ALL-UNNAMED -Djdk.console=java.base -cp "%jars%" dev.codexbar.cli.CodexBar %*
exit /b %errorlevel%

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
