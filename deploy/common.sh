# Read by the other scripts. They run from the checkout, on the host where the service runs.
set -eu
cd "$(dirname "$0")/.."
COMPOSE=${COMPOSE:-docker compose --env-file deploy/.env}
DATABASE=recoveryapp
# Rows and a sum over their contents, for each table; the order of rows plays no part.
SUMS="SELECT format('SELECT %L, count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM %I t',
  tablename, tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename \\gexec"

say() { echo "$*" >&2; }
stop() { say "$*"; exit 1; }
in_postgres() { $COMPOSE exec -T postgres "$@"; }
sql() { in_postgres psql --username=recoveryapp --no-psqlrc --quiet --tuples-only --no-align \
  --set=ON_ERROR_STOP=1 --dbname="$1"; }
sums() { echo "$SUMS" | sql "$1"; }
# Reads a dump from its input (which nothing before it may touch) into a database of its own, and says what is in it.
restore_into() {
  in_postgres createdb --username=recoveryapp --owner=recoveryapp --template=template0 "$1" </dev/null
  in_postgres pg_restore --username=recoveryapp --no-owner --role=recoveryapp --exit-on-error \
    --single-transaction --dbname="$1"
}
drop() { in_postgres dropdb --username=recoveryapp --if-exists --force "$1" </dev/null; }

# New web processes beside the old ones, and only then the old ones away: no request is lost.
# In a shell of its own: a variable here is nobody else's.
replace_app() (
  containers=$($COMPOSE ps --quiet web)
  count=$(echo "$containers" | wc -l)
  $COMPOSE up --detach --wait --no-deps --no-recreate --scale "web=$((2 * count))" web
  for container in $containers; do ${DOCKER:-docker} stop "$container"; ${DOCKER:-docker} rm "$container"; done
  $COMPOSE up --detach --wait --no-deps --no-recreate --scale "web=$count" web
  $COMPOSE up --detach --wait --no-deps --force-recreate worker beat
)
