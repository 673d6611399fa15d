#!/bin/sh
# An encrypted copy of the database, checked by restoring it:  deploy/backup.sh FOLDER
#
# BACKUP_TO=age1...  whom it is encrypted for. Make the pair once, elsewhere: age-keygen -o backup.key
#                    The key that opens it is not needed here and does not belong here.
# It writes FOLDER/NAME.dump.age, and NAME.sums to compare with. Keep deploy/secrets/encryption_keys too, apart
# from it: without them nobody can read what people wrote, and whoever has both can read everything.
# Once a day by cron, and copied to another house. What happened since the last one is lost with the disk: for
# less, add WAL archiving (pgBackRest, or your provider's point-in-time recovery).
. "$(dirname "$0")/common.sh"
folder=${1:?a folder to write to}
: "${BACKUP_TO:?whom to encrypt for}"
command -v age >/dev/null || stop "age is missing (Debian, Ubuntu: apt-get install age)."
name=$DATABASE-$(date -u +%Y%m%dT%H%M%SZ)
check=check_$$
umask 077
mkdir -p "$folder"
dump=$folder/.$name.unfinished
trap 'rm -f "$dump" "$dump.sums" "$dump.pipe"; drop $check 2>/dev/null || true' EXIT

# The plain dump never touches the disk, and what is restored to check are the very bytes that are encrypted.
mkfifo "$dump.pipe"
age --recipient "$BACKUP_TO" --output "$dump" < "$dump.pipe" & cipher=$!
in_postgres pg_dump --username=recoveryapp --format=custom "$DATABASE" | tee "$dump.pipe" | restore_into "$check"
wait $cipher || stop "The cipher failed: no backup was made."
sums "$check" > "$dump.sums"
[ -s "$dump.sums" ] || stop "The copy holds no tables: no backup was made."
mv "$dump.sums" "$folder/$name.sums"
mv "$dump" "$folder/$name.dump.age"
# For the alert BackupOld, where node_exporter reads this folder.
echo "recoveryapp_backup_seconds $(date +%s)" > "$folder/.backup.prom" && mv "$folder/.backup.prom" "$folder/backup.prom"
say "$folder/$name.dump.age: $(wc -l < "$folder/$name.sums") tables, restored once to see that it can be."
