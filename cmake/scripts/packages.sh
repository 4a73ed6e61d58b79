# Sourced by ./quickstart and ./check: installs the Debian packages that are missing.
#
# Example: source cmake/scripts/packages.sh && install_packages cmake/scripts/packages-build.txt

# Prints the names in package lists: one a line, '#' begins a comment.
packages_in() {
  sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$@"
}

# Prints those of the named packages that are not installed.
packages_missing() {
  local package
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      echo "$package"
  done
}

# install_names <package>...: installs what is missing; touches no network if nothing is.
install_names() {
  if ! command -v dpkg-query >/dev/null; then
    echo "This is not Debian: make sure that the equivalents of these are installed: $*" >&2
    return 0
  fi
  local missing=() as_root=()
  mapfile -t missing < <(packages_missing "$@")
  if ((${#missing[@]} == 0)); then
    return 0
  fi
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      echo "Packages are missing and this is neither root nor a machine with sudo. As root, run:" >&2
      echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
  local apt_get=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq
    -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  "${apt_get[@]}" update >/dev/null &&
    "${apt_get[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null && return 0
  echo "apt-get failed. ./quickstart and ./check expect Debian 12 with its update and security" \
    "archives." >&2
  return 1
}

# install_packages <list file>...
install_packages() {
  local names
  mapfile -t names < <(packages_in "$@")
  install_names "${names[@]}"
}
