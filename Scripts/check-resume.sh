#!/bin/sh
# Kills a training process at random moments (200, or as many as the first argument says), starts it again each time, and
# compares its weights, history and log with those of a run that was let alone, bit for bit. Every checkpoint waits for the disk:
# with TMPDIR=/dev/shm it takes minutes.
set -eu
cd "$(dirname "$0")/.."
kills=${1:-200}

swift build --configuration release --product ResumableTraining
program=.build/release/ResumableTraining
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
epochs=60
steps=2

begin=$(date +%s%N)
"$program" "$folder/whole.checkpoint" "$folder/whole" "$epochs" "$steps"
duration=$(( ($(date +%s%N) - begin) / 1000 ))
echo "an uninterrupted run takes $((duration / 1000)) ms"

killed=0
finished=0
while [ "$killed" -lt "$kills" ] || [ -e "$folder/killed.checkpoint" ]; do
  "$program" "$folder/killed.checkpoint" "$folder/killed" "$epochs" "$steps" &
  process=$!
  if [ "$killed" -lt "$kills" ]; then
    wait=$(od -An -N4 -tu4 /dev/urandom)
    sleep "$(awk "BEGIN { print $wait / 4294967296 * $duration / 1e6 }")"
    # A machine that has less to do than before is done sooner: then the moments must come sooner too.
    if kill -9 "$process" 2>/dev/null; then killed=$((killed + 1)); else duration=$((duration * 9 / 10)); fi
  fi
  status=0
  wait "$process" 2>/dev/null || status=$?
  # 137: killed. Anything else but 0 is a checkpoint that can't be read, or worse.
  if [ "$status" -eq 137 ]; then continue; fi
  if [ "$status" -ne 0 ]; then echo "the resumed run failed with status $status" >&2; exit 1; fi
  cmp "$folder/whole" "$folder/killed"
  cmp "$folder/whole.csv" "$folder/killed.csv"
  finished=$((finished + 1))
  rm -f "$folder/killed.checkpoint" "$folder/killed" "$folder/killed.csv"
done
echo "killed $killed times; $finished resumed runs ended with the bits of the uninterrupted one"
