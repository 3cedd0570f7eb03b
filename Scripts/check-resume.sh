#!/bin/sh
# Kills a training process at random moments (200, or as many as the first argument says), starts it again each time, and
# compares its weights, history and logs with those of a run that was let alone, bit for bit. Runs are started with 1, 2, 3 or 4
# threads by turns. With the second argument `everything` the training has dropout, batch normalization, a schedule and so on.
# Every checkpoint waits for the disk: with TMPDIR=/dev/shm it takes minutes.
set -eu
cd "$(dirname "$0")/.."
kills=${1:-200}
kind=${2:-}

swift build --configuration release --product ResumableTraining
program=.build/release/ResumableTraining
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
epochs=60
steps=2

begin=$(date +%s%N)
"$program" "$folder/whole.checkpoint" "$folder/whole" "$epochs" "$steps" $kind
duration=$(( ($(date +%s%N) - begin) / 1000 ))
echo "an uninterrupted run takes $((duration / 1000)) ms"

killed=0
finished=0
started=0
while [ "$killed" -lt "$kills" ] || [ -e "$folder/killed.checkpoint" ]; do
  started=$((started + 1))
  MYELIN_THREADS=$((started % 4 + 1)) \
    "$program" "$folder/killed.checkpoint" "$folder/killed" "$epochs" "$steps" $kind &
  process=$!
  if [ "$killed" -lt "$kills" ]; then
    wait=$(od -An -N4 -tu4 /dev/urandom)
    sleep "$(awk "BEGIN { print $wait / 4294967296 * $duration / 1e6 }")"
    kill -9 "$process" 2>/dev/null || true
  fi
  status=0
  wait "$process" 2>/dev/null || status=$?
  # 137: killed. Anything else but 0 is a checkpoint that can't be read, or worse.
  if [ "$status" -eq 137 ]; then killed=$((killed + 1)); continue; fi
  if [ "$status" -ne 0 ]; then echo "the resumed run failed with status $status" >&2; exit 1; fi
  cmp "$folder/whole" "$folder/killed"
  for log in .csv .jsonl; do
    if [ -e "$folder/whole$log" ]; then cmp "$folder/whole$log" "$folder/killed$log"; fi
  done
  finished=$((finished + 1))
  rm -f "$folder/killed.checkpoint" "$folder/killed" "$folder/killed.csv" "$folder/killed.jsonl"
done
echo "killed $killed times; $finished resumed runs ended with the bits of the uninterrupted one"
