#!/bin/sh
# Restores a backup beside the real database, compares every table, and takes it away again:
#   deploy/restore_drill.sh FOLDER/NAME.dump.age backup.key
#
# Once a month, and by somebody who has not done it before. It says how long it took.
. "$(dirname "$0")/common.sh"
file=${1:?a backup}
key=${2:?the key that opens it}
drill=drill_$$
begun=$(date +%s)
trap 'drop $drill 2>/dev/null || true; rm -f "$file.drill"' EXIT
age --decrypt --identity "$key" "$file" | restore_into "$drill"
sums "$drill" > "$file.drill"
cmp "${file%.dump.age}.sums" "$file.drill" || stop "THE BACKUP DIFFERS from what was backed up. See deploy/RUNBOOKS.md"
say "All $(wc -l < "$file.drill") tables are as they were backed up; $(($(date +%s) - begun)) s."
