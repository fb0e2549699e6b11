#!/bin/sh
# Makes what only one cluster may know, with OpenSSL alone: an authority, a certificate for each node of KurrentDB and for the server of the identity
# database, the passwords of KurrentDB's administrator, of the identity database's owner and of the register's accounts in both, and the connection
# strings with all of that for the instances of the register and for the administrator.
#
#   deploy/certificates.sh [FOLDER [NODE…]]     by default deploy/secrets and the nodes of docker-compose.yml
#
# A node is a name or an IPv4 address, or several with commas: all by which instances and other nodes reach it, the first also names its folder.
# Nothing is overwritten: what is there is kept, what is missing is made. docs/cluster.md says how to renew.
set -eu
umask 077

folder=${1:-$(dirname "$0")/secrets}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- kurrentdb-1 kurrentdb-2 kurrentdb-3

# Only its owner enters the folder; within, what is mounted into containers must be readable to the accounts that these run as.
mkdir -p "$folder"
making=$(mktemp -d "$folder/making.XXXXXX")
trap 'rm -rf "$making"' EXIT

# Moves into place what has been made whole.
keep() {
  chmod -R go+rX "$making/$1"
  mv "$making/$1" "$folder/$1"
  echo "made  $folder/$1"
}

is_there() {
  [ -e "$folder/$1" ] || return 1
  echo "kept  $folder/$1"
  certificate=$(find "$folder/$1" -name '*.crt')
  [ -z "$certificate" ] || openssl x509 -in "$certificate" -noout -checkend 2592000 >/dev/null || echo "      it expires within 30 days"
}

if ! is_there ca; then
  if [ -e "$folder/ca.key" ]; then
    echo "$folder/ca.key is there without $folder/ca: put that back, or move the key away to begin anew." >&2
    exit 1
  fi
  mkdir "$making/ca"
  openssl req -x509 -newkey rsa:2048 -sha256 -days 3650 -nodes -keyout "$making/ca.key" -out "$making/ca/ca.crt" \
    -subj "/O=Inclusive Data Charter register/CN=Authority of the event store $(openssl rand -hex 4)" \
    -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' -addext 'keyUsage=critical,keyCertSign,cRLSign' 2>/dev/null
  mv "$making/ca.key" "$folder/ca.key"
  keep ca
fi

# Nodes know each other by the common name, which must be one for all; clients know them by the names they are reached by.
for node in "$@"; do
  name=${node%%,*}
  if is_there "$name"; then
    openssl verify -CAfile "$folder/ca/ca.crt" "$folder/$name/node.crt" >/dev/null 2>&1 && continue
    echo "$folder/$name/node.crt does not come from $folder/ca, or has expired: move $folder/$name away and run this again." >&2
    exit 1
  fi
  mkdir "$making/$name"
  names=$(echo "$node,localhost,127.0.0.1" | tr ',' '\n' | sed -E -e 's/^([0-9]+\.){3}[0-9]+$/IP:&/' -e t -e 's/^/DNS:/' | sort -u | paste -sd,)
  printf '%s\n' 'basicConstraints=critical,CA:FALSE' 'keyUsage=critical,digitalSignature,keyEncipherment' 'extendedKeyUsage=serverAuth,clientAuth' \
    "subjectAltName=$names" >"$making/extensions"
  openssl req -new -newkey rsa:2048 -nodes -keyout "$making/$name/node.key" -out "$making/request" -subj '/CN=eventstoredb-node' 2>/dev/null
  openssl x509 -req -in "$making/request" -sha256 -days 397 -CA "$folder/ca/ca.crt" -CAkey "$folder/ca.key" -set_serial "0x$(openssl rand -hex 16)" \
    -extfile "$making/extensions" -out "$making/$name/node.crt" 2>/dev/null
  keep "$name"
done

if ! is_there identity-server; then
  mkdir "$making/identity-server"
  printf '%s\n' 'basicConstraints=critical,CA:FALSE' 'keyUsage=critical,digitalSignature,keyEncipherment' 'extendedKeyUsage=serverAuth' \
    'subjectAltName=DNS:identity,DNS:localhost,IP:127.0.0.1' >"$making/extensions"
  openssl req -new -newkey rsa:2048 -nodes -keyout "$making/identity-server/node.key" -out "$making/request" -subj '/CN=identity' 2>/dev/null
  openssl x509 -req -in "$making/request" -sha256 -days 397 -CA "$folder/ca/ca.crt" -CAkey "$folder/ca.key" -set_serial "0x$(openssl rand -hex 16)" \
    -extfile "$making/extensions" -out "$making/identity-server/node.crt" 2>/dev/null
  keep identity-server
fi

for password in password event-store-password identity-password identity-owner-password; do
  is_there "$password" && continue
  openssl rand -hex 24 >"$making/$password"
  keep "$password"
done

nodes=$(for node in "$@"; do echo "${node%%,*}:2113"; done | paste -sd,)
if ! is_there event-store; then
  echo "kurrentdb://register:$(cat "$folder/event-store-password")@$nodes?tlsCAFile=/run/secrets/authority" >"$making/event-store"
  keep event-store
fi
if ! is_there event-store-administrator; then
  echo "kurrentdb://admin:$(cat "$folder/password")@$nodes?tlsCAFile=/run/secrets/authority" >"$making/event-store-administrator"
  keep event-store-administrator
fi

if ! is_there identity; then
  echo "postgres://register:$(cat "$folder/identity-password")@identity/identity?sslmode=verify-full&sslrootcert=/run/secrets/authority" >"$making/identity"
  keep identity
fi
