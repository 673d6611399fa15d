#!/bin/sh
# To another host, with minutes of quiet and nothing lost:  BACKUP_TO=age1... deploy/move.sh FOLDER
#
# The day before: set the time to live of the domain's address to 60 s. On the new host: check out the same version,
# copy deploy/.env and deploy/secrets/ there by hand (they are the keys), and `docker compose build`.
# Phones keep what people write meanwhile, and send it when the new host answers.
. "$(dirname "$0")/common.sh"
folder=${1:?a folder to write to}
$COMPOSE stop web worker beat
deploy/backup.sh "$folder"
say "Now:
  1. copy $folder to the new host, and run there: deploy/restore.sh FOLDER/NAME.dump.age backup.key
  2. let the domain's address point to it
  3. here, when the last phone has found it: docker compose down (not --volumes, for a month)"
