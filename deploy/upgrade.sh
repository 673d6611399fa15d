#!/bin/sh
# A newer version without a lost request:  git pull && BACKUP_TO=age1... deploy/upgrade.sh
#
# The new release step runs while the old code serves: migrations are written so that both can work with the
# result, and wait at most 2 s for a lock (then they step back and try again). The new web processes begin beside
# the old ones. Back to the version before: check it out and run this again; migrations stay.
. "$(dirname "$0")/common.sh"
$COMPOSE build --pull
[ -n "${NO_BACKUP:-}" ] || deploy/backup.sh "${BACKUPS:-backups}"
$COMPOSE run --rm --no-deps release
replace_app
$COMPOSE up --detach --wait --no-deps proxy
say "Upgraded."
