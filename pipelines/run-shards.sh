#!/bin/bash -p
# Runs the commands on standard input, one a line: jobs [file of ssh logins]
# With logins, one a line as for GNU parallel's --sshloginfile ("4/user@host" runs four at a time), the commands run there,
# in the same folder of a file system that all share; one that fails is tried twice more, on another machine if there is one.
. "$(dirname "$0")/environment.sh"
if [ -z "${2-}" ]; then exec xargs -r -P "$1" -L 1 env; fi
command -v parallel > /dev/null || { echo 'run-shards: HOSTS needs GNU parallel; install it' >&2; exit 69; }
exec parallel --will-cite --sshloginfile "$2" --workdir "$PWD" --env PATH --env OPENBLAS_NUM_THREADS --retries 3 --halt soon,fail=1
