#!/usr/bin/env bash
# Instructions of one step of the user-written loop (training_step.m) that are not arithmetic: the same on every run,
# however busy the machine. Two runs under callgrind, 10 and 30 steps; the difference is 20 steps, without start-up.
# Usage: bench/instructions.sh GRADUS [DEPTH WIDTH]
set -euo pipefail
gradus=$(realpath "$1") depth=${2:-4} width=${3:-128}
cd "$(dirname "$(realpath "$0")")"
export GRADUS_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 GRADUS_KERNELS=avx2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for steps in 10 30; do
    valgrind --tool=callgrind --callgrind-out-file="$dir/$steps" "$gradus" eval "training_step($depth,$width,$steps)" > /dev/null 2>&1
    callgrind_annotate --threshold=100 --auto=no "$dir/$steps" | sed -nE 's/^ *([0-9,]+) \([^)]*\) +[^ ]*:([^ ]+).*/\1 \2/p' | tr -d , > "$dir/$steps.txt"
done
# Kernels: what the same step written in C would run as well.
kernels='^(tile_|gemm_piece|kernel_gemm|run_blocks|run_piece|pack_a|transpose|finish_columns|adam|map_|pair_|relu_|sigmoid_|tanh_|sum_|dot|range|softmax_|soften|add_bias|scale|axpy|accumulate_|load_f32|hist_|memcpy|memset|__mem(cpy|set|move)|_mm)'
awk -v kernels="$kernels" -v steps=20 'FNR == NR {before[$2] += $1; next} {after[$2] += $1}
    END {
        for (f in after) {
            n = (after[f] - before[f]) / steps
            if (f ~ kernels) inside += n; else {outside += n; if (n > 1500) list[f] = n}
        }
        printf "instructions of a step: kernels %.0f, interpreter and bookkeeping %.0f (about %.3f ms at 4e9 a second)\n", inside, outside, outside / 4e6
        for (f in list) printf "%10.0f %s\n", list[f], f | "sort -rn | head -40"
    }' "$dir/10.txt" "$dir/30.txt"
