@echo off
rem Starts codexbar. Builds it on the first run, and when a jar of the last build is missing. It does not see that
rem sources have changed: remove codexbar-cli\target\class-path to build again after a change.
rem Needs JDK 17 or later and, to build, Maven 3.8.7 or later.
setlocal
set "root=%~dp0"
set "target=%root%codexbar-cli\target"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"

call :jars
if defined path_of_jars goto start
echo codexbar: building; the first time this takes a minute or two 1>&2
pushd "%root%"
call mvn -B -q -DskipTests -Dmaven.javadoc.skip=true -Dspotless.check.skip=true -pl codexbar-cli -am package 1>&2
set "failed=%errorlevel%"
popd
if not "%failed%"=="0" exit /b 1
call :jars
if not defined path_of_jars (
  echo codexbar: the build left no class path in "%target%" 1>&2
  exit /b 1
)

:start
rem Options that are unknown to older JDKs are ignored; the archive is made by the first run that may, JDK 19 or later.
"%java%" -XX:+IgnoreUnrecognizedVMOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto ^
  -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%target%\codexbar.jsa" -Xlog:disable ^
  --enable-native-access=ALL-UNNAMED -Djdk.console=java.base ^
  -cp "%path_of_jars%" dev.codexbar.cli.CodexBar %*
exit /b %errorlevel%

:jars
rem Maven lists the jars of the last build; others may lie about from earlier ones. A colon is no separator for `for`.
set "path_of_jars="
set "version="
set "names="
if not exist "%target%\class-path" exit /b
for /f "usebackq delims=" %%v in ("%target%\classes\dev\codexbar\cli\version.txt") do set "version=%%v"
for /f "usebackq delims=" %%n in ("%target%\class-path") do set "names=%%n"
if not exist "%target%\codexbar-cli-%version%.jar" exit /b
set "found=%target%\codexbar-cli-%version%.jar"
for %%j in (%names::= %) do call :jar "%%j"
set "path_of_jars=%found%"
exit /b

:jar
if not defined found exit /b
set "name=%~1"
set "name=%name:/=\%"
if exist "%target%\%name%" (set "found=%found%;%target%\%name%") else set "found="
exit /b
