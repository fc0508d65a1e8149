#!/usr/bin/env bash
# Runs the vanishing-gradients lab from its live script and writes the PDF. Usage: tools/lab.sh GRADUS
set -euo pipefail
gradus=$(realpath "$1")
lab=examples/vanishing-gradients
out=${GRADUS_OUT:-out}
mkdir -p "$out"
pdf=$(realpath "$out")/vanishing-gradients.pdf
start=$(date +%s.%N)
"$gradus" export "$lab/vanishingGradients.m" "$pdf" --run --summary "$lab/labSummary.m"
end=$(date +%s.%N)
printf 'The whole lab, figures and PDF included: %.2f s\nPDF: %s\n' "$(echo "$end - $start" | awk '{print $1-$3}')" "$pdf"
