# shellcheck shell=bash
# Common functions of the scripts: messages, finding a JDK and Maven, installing packages, building the jar.
# The scripts source this file. It works with the bash 3.2 of macOS. Only functions with a result write to stdout.

readonly least_java=17

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
jar=$root/target/cluster-lab.jar

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

# die CODE MESSAGE: 69 something is unavailable, 70 the build crashed (the same codes as the program's).
die() {
  local code=$1
  shift
  say "$@"
  exit "$code"
}

# --- JDKs -----------------------------------------------------------------------------------------------------------

# The major version of the JDK at a home, from its release file (starting a JVM for this takes a tenth of a boot).
java_major() {
  local line version=
  if [ -r "$1/release" ]; then
    while IFS= read -r line; do
      case $line in JAVA_VERSION=*) version=${line#JAVA_VERSION=} ;; esac
    done <"$1/release"
  fi
  [ -n "$version" ] || version=$("$1/bin/javac" -version 2>&1 </dev/null | sed -n 's/^javac //p')
  version=${version//\"/}
  version=${version#1.}
  version=${version%%[!0-9]*}
  printf '%s\n' "${version:-0}"
}

is_jdk() { [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ "$(java_major "$1")" -ge "$least_java" ]; }

# Follows links without readlink -f, which older macOS does not have.
real_path() {
  local path=$1 link
  while [ -L "$path" ]; do
    link=$(readlink "$path")
    case $link in
      /*) path=$link ;;
      *) path=$(dirname "$path")/$link ;;
    esac
  done
  printf '%s/%s\n' "$(cd "$(dirname "$path")" && pwd -P)" "${path##*/}"
}

# The usual places of JDKs, one home per line.
usual_jdks() {
  local home
  for home in /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.sdkman/candidates/java/* \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if is_jdk "$home"; then (cd "$home" && pwd -P); fi
  done
}

# Sets java_home to the JDK to use: JAVA_HOME, then the PATH, then the usual places.
find_jdk() {
  local javac
  if [ -n "${JAVA_HOME:-}" ]; then
    java_home=$JAVA_HOME
    is_jdk "$java_home" && return
    say "JAVA_HOME ($JAVA_HOME) is not a JDK $least_java or newer; searching for another"
  fi
  if javac=$(command -v javac); then
    java_home=$(dirname "$(dirname "$(real_path "$javac")")")
    is_jdk "$java_home" && return
  fi
  java_home=$(usual_jdks | head -n 1)
  [ -n "$java_home" ]
}

# --- Packages -------------------------------------------------------------------------------------------------------

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_has() {
  case $(LC_ALL=C apt-cache policy "$1" 2>/dev/null) in
    *'Candidate: (none)'* | '') return 1 ;;
  esac
}

# apt_install PACKAGE…: installs the packages that this release has. All output goes to stderr.
apt_install() {
  local package wanted=
  for package; do
    if ! apt_has "$package"; then
      apt-get -q update >&2 || say "apt-get update failed; using the existing lists"
      break
    fi
  done
  for package; do
    if apt_has "$package"; then wanted="$wanted $package"; else say "apt has no package $package"; fi
  done
  [ -n "$wanted" ] || return 1
  say "installing$wanted"
  # shellcheck disable=SC2086 # the names are words
  DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends $wanted >&2 </dev/null
}

# apt_install_idle SERVICES PACKAGE…: the same; the packages start no service, now or at the next boot of the machine.
apt_install_idle() {
  local services=$1 policy=/usr/sbin/policy-rc.d made='' code=0
  shift
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy" && made=1
  fi
  apt_install "$@" || code=$?
  [ -z "$made" ] || rm -f "$policy"
  # shellcheck disable=SC2086 # the names are words
  [ -z "$services" ] || ! command -v systemctl >/dev/null || systemctl disable $services >&2 2>/dev/null || true
  return "$code"
}

# The JDK package of this Debian or Ubuntu: no name exists in all releases, and default-jdk may be older than 17.
apt_jdk() {
  local version
  for version in 17 21 25; do
    if apt_has "openjdk-$version-jdk-headless"; then
      printf 'openjdk-%s-jdk-headless\n' "$version"
      return
    fi
  done
  printf 'default-jdk-headless\n'
}

need_jdk() {
  find_jdk && return
  if may_install; then
    apt-get -q update >&2 || true
    apt_install "$(apt_jdk)" && find_jdk && return
  fi
  die 69 "needs a JDK $least_java or newer: apt install openjdk-17-jdk-headless (Debian 13: openjdk-21-jdk-headless)" \
    "| dnf install java-21-openjdk-devel | brew install openjdk | winget install EclipseAdoptium.Temurin.21.JDK"
}

need_maven() {
  command -v mvn >/dev/null && return
  if may_install; then
    apt_install maven && return
  fi
  die 69 "needs Apache Maven: apt install maven | dnf install maven | brew install maven" \
    "| Windows: unpack the zip from https://maven.apache.org/download.cgi"
}

# --- Building -------------------------------------------------------------------------------------------------------

# This compares folders too: only the time of its folder shows that a file was deleted.
jar_is_fresh() {
  [ -f "$jar" ] && [ -z "$(find "$root/pom.xml" "$root/src/main" "$root/webapp" "$root/.mvn" -newer "$jar" 2>/dev/null)" ]
}

# One build at a time in one checkout; the second waits, then finds a fresh jar. It ignores a lock whose owner has ended.
lock_build() {
  local owner told=
  mkdir -p "$root/target" || die 69 "cannot write $root/target; make it writable, or run a jar from another place"
  while ! mkdir "$root/target/.build-lock" 2>/dev/null; do
    owner=$(cat "$root/target/.build-lock/pid" 2>/dev/null) || owner=
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      unlock_build
      continue
    fi
    [ -n "$told" ] || say "waiting for another build in this folder (if there is none, remove $root/target/.build-lock)"
    told=yes
    sleep 0.2
  done
  printf '%s\n' $$ >"$root/target/.build-lock/pid"
}

unlock_build() { rm -rf "$root/target/.build-lock"; }

# Builds the jar if it is missing or older than its sources. Sets java_home.
need_jar() {
  local started
  need_jdk
  jar_is_fresh && return
  need_maven
  lock_build
  trap unlock_build EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  if ! jar_is_fresh; then
    say "building target/cluster-lab.jar (about a minute the first time)"
    started=$root/target/.build-lock/started
    touch "$started"
    if ! JAVA_HOME=$java_home mvn -B -q -ntp -Dstyle.color=never -f "$root/pom.xml" -Dmaven.test.skip=true package \
      >"$root/target/.build-lock/log" 2>&1 </dev/null; then
      cat "$root/target/.build-lock/log" >&2
      die 70 "the build failed; Maven's message is above"
    fi
    # The jar gets the time of the build's start, so that a file edited during the build is newer.
    touch -r "$started" "$jar"
  fi
  unlock_build
  trap - EXIT INT TERM
}

# --- Measuring tools ------------------------------------------------------------------------------------------------

# run_tool CLASS ARGUMENT…: compiles scripts/bench.d and runs this class (exec). It reads JSON with the jar's library.
run_tool() {
  local classes=$root/target/bench/classes class=$1
  shift
  need_jar
  mkdir -p "$classes"
  "$java_home/bin/javac" -encoding UTF-8 -Xlint:all -Xlint:-processing -proc:none -cp "$jar" -d "$classes" "$root"/scripts/bench.d/*.java >&2 ||
    die 70 "scripts/bench.d does not compile"
  exec "$java_home/bin/java" -cp "$classes:$jar" "-Dbench.root=$root" "$class" "$@"
}
