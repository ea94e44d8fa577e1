# Keeps one PostgreSQL cluster for a test process: does one order per line of its input, answers
# each with one line, and ends the cluster and its folder when the input ends. The input ends
# whenever the test process does, also when it is killed, so no cluster is left behind.
# $1: the folder of PostgreSQL's binaries.
bin=$1
folder=$(mktemp -d -t touchstone-postgres.XXXXXX) || exit 1
data=$folder/data
log=$folder/log
trap '' INT HUP

start() {
    "$bin/pg_ctl" start --wait --timeout=60 --silent --pgdata="$data" --log="$log" \
        --options="-p $1 -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
            -c max_connections=400 -c fsync=on"
}

# Ends every process of the cluster at once, as a power cut would, and waits until they are gone.
# A killed process whose parent does not collect it stays as a zombie: that counts as gone.
kill_all() {
    server=$(head -n 1 "$data/postmaster.pid") || return 1
    # Stopped, it starts no worker that the list would not have.
    kill -STOP "$server" || return 1
    workers=$(cat "/proc/$server/task/$server/children") || return 1
    # The first may fail for a worker that has just ended; the loop below is the proof.
    kill -KILL "$server" $workers
    for process in $server $workers; do
        while grep -q '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$process/status"; do
            sleep 0.01
        done
    done
    rm -f "$data/postmaster.pid"
}

echo "$folder"
while read -r order port; do
    case $order in
        init) "$bin/initdb" --pgdata="$data" --username=postgres --auth=trust \
            --encoding=UTF8 --locale=C --no-sync ;;
        start) start "$port" ;;
        stop) "$bin/pg_ctl" stop --wait --silent --mode=fast --pgdata="$data" ;;
        kill) kill_all ;;
        *) false ;;
    esac >>"$log" 2>&1 && echo done || echo failed
done
"$bin/pg_ctl" stop --wait --silent --mode=immediate --pgdata="$data" >>"$log" 2>&1
rm -rf "$folder"
