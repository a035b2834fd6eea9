@echo off
rem Starts codexbar. Builds it on the first run; remove codexbar-cli\target to build again after a change.
rem Needs JDK 17 or later and, to build, Maven 3.8.7 or later.
setlocal
set "root=%~dp0"
set "target=%root%codexbar-cli\target"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"

if exist "%target%\lib\codexbar-core-*.jar" goto start
echo codexbar: building; the first time this takes a minute or two 1>&2
pushd "%root%"
call mvn -B -q -DskipTests -Dmaven.javadoc.skip=true -Dspotless.check.skip=true -pl codexbar-cli -am package 1>&2
set "failed=%errorlevel%"
popd
if not "%failed%"=="0" exit /b 1

:start
rem Options that are unknown to older JDKs are ignored; the archive is made by the first run that may, JDK 19 or later.
"%java%" -XX:+IgnoreUnrecognizedVMOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto ^
  -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%target%\codexbar.jsa" -Xlog:disable ^
  --enable-native-access=ALL-UNNAMED -Djdk.console=java.base ^
  -cp "%target%\*;%target%\lib\*" dev.codexbar.cli.CodexBar %*
exit /b %errorlevel%
