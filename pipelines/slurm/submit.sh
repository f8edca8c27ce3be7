#!/bin/bash -p
# A pipeline on a Slurm cluster, as an array that makes its shards and a job behind it that merges them:
#   pipeline variables-of-make...
#
#   pipelines/slurm/submit.sh survey SURVEY_N=1000000 SHARDS=500
#
# The pipeline is a file pipelines/NAME.mk whose LIST_SHARDS prints a command for each shard and whose first target merges
# them. Prints the numbers of both jobs and the folder of their logs. Shards that are finished are not made again: submit
# once more to go on. Partition, account, time and so on by sbatch's own variables, SBATCH_PARTITION, SBATCH_TIMELIMIT...
#   TASKS=1000   tasks of the array at most; each makes its share of the shards, one after the other
#   TRIES=3      how often a task is tried before it has failed, and the merge with it
. "$(dirname "$0")/../environment.sh"
if [ $# = 0 ]; then echo 'submit: which pipeline? submit.sh survey SURVEY_N=100000' >&2; exit 64; fi
pipeline=$1
shift
# From here, so that the checkout may have any path.
pipelines=$(realpath --relative-to=. "$here")
make=(make --no-print-directory -f "$pipelines/$pipeline.mk" "$@" JOBS=1)
if [[ ! $pipeline =~ ^[a-z-]+$ ]] || [ ! -e "$pipelines/$pipeline.mk" ]; then echo "submit: there is no pipeline '$pipeline'" >&2; exit 64; fi
for name in TASKS TRIES; do
  problem=$("$here/setting.sh" parts "$name" "${!name:-1}")
  if [ -n "$problem" ]; then echo "submit: $problem" >&2; exit 64; fi
done
mkdir -p build/slurm
folder=$(mktemp -d "build/slurm/$pipeline.XXXXXX")
"${make[@]}" list-shards > "$folder/shards"
shards=$(wc -l < "$folder/shards")
tasks=$((shards < ${TASKS:-1000} ? shards : ${TASKS:-1000}))

submit() { sbatch --parsable --requeue --open-mode=append "${@:2}" --wrap "exec $(printf '%q ' "${command[@]}")" \
  --job-name "$1" | cut -d ';' -f 1; }
command=("$here/slurm/task.sh" "$folder/shards" "$tasks" "${TRIES:-3}")
array=$(submit "$pipeline" --array "0-$((tasks - 1))" --output "$folder/%a.log")
command=("${make[@]}")
merge=$(submit "$pipeline-merge" --dependency "afterok:$array" --kill-on-invalid-dep yes --output "$folder/merge.log")
printf 'array %s, %d shards in %d tasks\nmerge %s\nlogs %s\n' "$array" "$shards" "$tasks" "$merge" "$folder"
