#!/usr/bin/env bash
# Export of a document of 20 pages with 20 figures, stored as PNG, to PDF without running. Best of five.
# Usage: bench/document.sh GRADUS
set -euo pipefail
gradus=$(realpath "$1")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > figures.m <<'M'
for k = 1:20
    f = figure(Position=[100 100 560 380]);
    switch mod(k, 4)
        case 0, surf(peaks(25))
        case 1, plot(cumsum(sin((1:300)' * (1:4) / (9 + k)))), legend("a", "b", "c", "d")
        case 2, bar(magic(4) + k)
        case 3, scatter(sin(1:200), cos((1:200) * k), 20, 1:200, "filled"), colorbar
    end
    title("Figure " + k), xlabel("x"), ylabel("y"), grid on
    exportgraphics(f, "f" + k + ".png", Resolution=150)
    close(f)
end
M
"$gradus" run figures.m
words="The gradient of the loss with respect to the weights of a layer is a product of many factors, and when each of them is \
smaller than one the product falls with the number of layers, so that the first of them learn next to nothing. "
text() { # paragraphs of one section
    printf '%%%%\n%%[text] ## Section %d\n' "$1"
    for i in 1 2; do printf '%%[text] %s**Bold** and *italic* words, `code`, $\\\\frac{\\\\partial L}{\\\\partial w_{%d}}$. %s%s\n' "$words" "$i" "$words" "$words"; done
    printf '%%[text]{"align":"center"} $\\\\delta_\\\\ell = \\\\left(W_{\\\\ell+1}^T \\\\delta_{\\\\ell+1}\\\\right) \\\\odot f'"'"'(z_\\\\ell)$\n'
    printf '%%[text] - one item of a list\n%%[text] - another item \\\n'
    for i in $(seq 12); do printf 'value%d = compute(%d, "text", [1 2 3]); %% a comment\n' "$i" "$i"; done
}
{
    printf '%%[text] # A Document of Twenty Pages\n'
    for k in $(seq 20); do
        text "$k"
        printf 'plot(value12) %%[output:%08x]\n' "$k"
    done
    printf '\n%%[appendix]{"version":"1.0"}\n%%---\n'
    for k in $(seq 20); do
        printf '%%[output:%08x]\n%%   data: {"dataType":"image","outputData":{"dataUri":"data:image\\/png;base64,%s","height":380,"width":560}}\n%%---\n' \
            "$k" "$(base64 -w0 "f$k.png" | sed 's,/,\\/,g')"
    done
} > stored.m
best=99
for i in 1 2 3 4 5; do
    start=$(date +%s.%N)
    "$gradus" export stored.m stored.pdf
    best=$(echo "$(date +%s.%N) $start $best" | awk '{t = $1 - $2; print t < $3 ? t : $3}')
done
pages=$(grep -a -o '/Count [0-9]*' stored.pdf | sort -k2 -n | tail -1 | cut -d' ' -f2)
printf 'document of %s pages, 20 stored figures, to PDF: %.2f s (aim: under 1 s)\n' "$pages" "$best"
