#!/bin/sh
# Puts a backup in the place of a database that is lost, or onto a new host:
#   deploy/restore.sh FOLDER/NAME.dump.age backup.key
#
# What is there now is kept under another name. deploy/secrets/encryption_keys must be those of the backup.
. "$(dirname "$0")/common.sh"
file=${1:?a backup}
key=${2:?the key that opens it}
aside=before_$(date -u +%Y%m%d%H%M%S)
$COMPOSE up --detach --wait postgres valkey
$COMPOSE stop web worker beat
age --decrypt --identity "$key" "$file" | restore_into restored
sums restored | cmp "${file%.dump.age}.sums" - || stop "THE BACKUP DIFFERS from what was backed up. Nothing was replaced."
echo "ALTER DATABASE $DATABASE RENAME TO $aside; ALTER DATABASE restored RENAME TO $DATABASE;" | sql postgres
$COMPOSE up --detach --wait
say "Restored. What was there before is the database $aside: look, then drop it."
