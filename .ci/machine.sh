# Sourced by ./run and ./test: what this machine needs, installed when it is not there.
# Debian 12 packages, and npm packages as package-lock.json pins them; nothing else is downloaded.

build_packages="clang-19 cmake ninja-build mold ccache pkg-config gzip ca-certificates tzdata
    libboost1.81-dev libssl-dev libsqlite3-dev libpq-dev libicu-dev libfmt-dev libspdlog-dev libabsl-dev
    prometheus-cpp-dev libtomlplusplus-dev libcli11-dev libsodium-dev"
test_packages="doctest-dev librapidcheck-dev postgresql-15 chromium postfix clang-format-19
    libnet-smpp-perl libio-socket-ssl-perl libauthen-sasl-perl libmime-tools-perl kannel
    python3-dkim python3-nacl faketime"

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

is_installed() {
    dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null | grep -q '^ii'
}

# A server package must not start a server of its own: the tests start private ones.
keep_services_from_starting() {
    as_root mkdir -p /etc/postgresql-common
    if ! grep -qs '^create_main_cluster' /etc/postgresql-common/createcluster.conf; then
        echo 'create_main_cluster = false' | as_root tee -a /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    echo 'postfix postfix/main_mailer_type select No configuration' | as_root debconf-set-selections
    # Kannel's package knows no such setting, so systemd is told not to know its service. One that is installed
    # already, and may be somebody's, is left alone.
    case " $* " in
    *" kannel "*) as_root mkdir -p /etc/systemd/system && as_root ln -sfn /dev/null /etc/systemd/system/kannel.service ;;
    esac
}

install_packages() {
    missing=""
    for package in "$@"; do
        is_installed "$package" || missing="$missing $package"
    done
    # Any Node.js from 18 on will do; Debian's is taken where there is none.
    command -v node >/dev/null 2>&1 || missing="$missing nodejs"
    command -v npm >/dev/null 2>&1 || missing="$missing npm"
    [ -n "$missing" ] || return 0
    echo "Installing:$missing"
    # shellcheck disable=SC2086
    keep_services_from_starting $missing
    as_root apt-get update -qq
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

install_npm_packages() {
    if ! cmp -s package-lock.json node_modules/.cohort-installed; then
        npm ci --ignore-scripts --silent
        cp package-lock.json node_modules/.cohort-installed
    fi
}

configure_and_build() {
    preset=$1
    shift
    export CCACHE_NOHASHDIR=true CCACHE_BASEDIR="$PWD"
    [ -e "build/$preset/build.ninja" ] || cmake --preset "$preset" >/dev/null
    cmake --build "build/$preset" "$@"
}
