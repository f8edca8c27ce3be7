#!/bin/bash -p
# A task of a job array: its share of a list of commands, one a line: list tasks tries
# Where a command fails, the task goes back to the queue, and what is finished is not made again.
. "$(dirname "$0")/../environment.sh"
export PATH="${BIN:-${here%/*}/.build/release}:$PATH" OPENBLAS_NUM_THREADS=1
if sed -n "$((SLURM_ARRAY_TASK_ID + 1))~$2p" "$1" | xargs -L 1 env; then exit 0; fi
task=${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID
try=$((${SLURM_RESTART_COUNT:-0} + 1))
if [ "$try" -ge "$3" ]; then echo "task $task failed $try times" >&2; exit 1; fi
echo "task $task failed; it is queued again" >&2
scontrol requeue "$task"
# Slurm ends the task here; what it would return says nothing.
sleep 60
exit 1
