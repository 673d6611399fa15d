#!/bin/sh
# A new key around everybody's data keys, while people write:  deploy/rotate_keys.sh
#
# Once a year, and at once when somebody who knew the key has left. Every process knows the new key before the
# first one uses it. The old key stays in the file: seals of the audit trail and old backups need it. Copy the
# file to where you keep it, apart from the backups, before you go on.
. "$(dirname "$0")/common.sh"
file=${KEYS:-deploy/secrets/encryption_keys}
new=key$(date -u +%Y%m%d%H%M%S):$(head -c 32 /dev/urandom | base64 | tr -d '\n')
before=$(cat "$file")
cp -p "$file" "$file.before"
# Over the file, not in its place: containers see this very file.
put() {
  case "$1" in *"$before"*) ;; *) stop "A key would be lost. Nothing was written." ;; esac
  chmod u+w "$file"; printf '%s\n' "$1" > "$file"; chmod a-w "$file"
}
put "$before,$new"
say "1 of 3: every process learns the new key."
replace_app
put "$new,$before"
say "2 of 3: it is used from now on."
replace_app
say "3 of 3: what was closed with older keys is closed anew."
$COMPOSE exec -T web python manage.py rotate_keys
say "Done. Copy $file to where you keep it, then delete $file.before, which lacks the new key."
