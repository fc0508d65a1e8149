#!/usr/bin/env bash
# Benchmarks of Gradus, as ratios against the peers that are installed: PyTorch (python3-torch) and Octave.
# Usage: bench/run.sh GRADUS.  Every pair is run interleaved; medians of $ROUNDS rounds.
set -uo pipefail
gradus=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
rounds=${ROUNDS:-5}
export OMP_NUM_THREADS=${GRADUS_NUM_THREADS:-1} OPENBLAS_NUM_THREADS=${GRADUS_NUM_THREADS:-1} GRADUS_NUM_THREADS=${GRADUS_NUM_THREADS:-1}
have_torch= python=python3
for p in python3 /usr/bin/python3; do "$p" -c 'import torch' 2>/dev/null && have_torch=yes && python=$p && break; done
have_octave=$(command -v octave-cli >/dev/null && echo yes)
median() { sort -g | awk '{a[NR]=$1} END {if (NR) print a[int((NR+1)/2)]; else print "nan"}'; }
compare() { # name, our command, peer name, peer command; both print seconds or milliseconds on their last line
  local ours="" theirs=""
  for _ in $(seq "$rounds"); do
    ours+="$(eval "$2" | tail -1)"$'\n'
    [ -z "$4" ] || theirs+="$(eval "$4" | tail -1)"$'\n'
  done
  local a b; a=$(printf %s "$ours" | median); b=$(printf %s "$theirs" | median)
  if [ -n "$4" ]; then printf '%-34s %10.4f   %-8s %10.4f   ratio %.3f\n' "$1" "$a" "$3" "$b" "$(awk "BEGIN{print $a/$b}")"
  else printf '%-34s %10.4f\n' "$1" "$a"; fi
}
wall() { python3 - "$@" <<'P'
import subprocess, sys, time
t = time.perf_counter(); subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); print(time.perf_counter() - t)
P
}
echo "threads: $GRADUS_NUM_THREADS; medians of $rounds; ratio = Gradus / peer (below 1: Gradus is faster)"
torch() { [ -z "$have_torch" ] || echo "$python $here/torch_step.py $*"; }
octave() { [ -z "$have_octave" ] || echo "octave-cli -qf $here/$1"; }
compare "training step 784-4x128-10 (ms)" "(cd $here && $gradus eval 'training_step(4,128)')" PyTorch "$(torch 4 128)"
compare "training step 784-10x32-10 (ms)" "(cd $here && $gradus eval 'training_step(10,32)')" PyTorch "$(torch 10 32)"
step_c=$(dirname "$gradus")/bench_step
if [ -x "$step_c" ]; then # what the language adds: the same step without it, in turns
  for net in "4 128" "10 32"; do
    compare "the same step from C, ${net/ /x} (ms)" "$step_c $net 400" script "cd $here && $gradus eval 'training_step(${net/ /,},400)'"
  done
fi
compare "image network step (ms of CPU)" "(cd $here && $gradus eval 'cnn_step(40)')" PyTorch "${have_torch:+$python $here/torch_cnn.py 40}"
compare "scalar loop, 2e6 passes (s)" "$gradus run $here/scalar_loop.m" Octave "$(octave scalar_loop.m)"
compare "function calls, 2e5 (s)" "$gradus run $here/calls.m" Octave "$(octave calls.m)"
compare "start and end, eval 1 (s)" "wall $gradus eval 1" Octave "${have_octave:+wall octave-cli -qf --eval 1}"
compare "eight-tile ridge figure, PDF (s)" "$gradus run $here/ridges.m" "" ""
"$here/document.sh" "$gradus"
