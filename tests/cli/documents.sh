#!/usr/bin/env bash
# Documents from outside: export, convert, diff. Usage: documents.sh GRADUS
gradus=$(realpath "$1")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0 failed=0
check() { # name, condition
  if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL documents: $1"; fi
}
cat > lab.m <<'M'
%[text] # A lab
%[text] Some **text** and $x^2$.
%%
%[text] ## Numbers
x = 1 + 1
plot([1 4 9])
title("squares")
M
"$gradus" export lab.m lab.html lab.ipynb lab.md lab.tex out.m --run >/dev/null 2>err.txt
check "one run writes many formats" '[ -s lab.html ] && [ -s lab.ipynb ] && [ -s lab.md ] && [ -s lab.tex ] && [ -s out.m ] && [ ! -s err.txt ]'
check "HTML holds the figure as shapes" 'grep -q "<figure><svg role" lab.html && grep -q "squares" lab.html'
check "the notebook holds it as PNG" 'grep -q "image/png" lab.ipynb'
check "LaTeX has it as PDF beside" '[ "$(head -c 4 lab_media/figure_1.pdf)" = "%PDF" ] && grep -q "lab_media/figure_1.pdf" lab.tex'
check "Markdown has it beside" 'ls lab_media/figure_1.svg >/dev/null && grep -q "lab_media/figure_1.svg" lab.md'
check "live code has it inside" 'grep -q "data:image" out.m && grep -q "%\[output:" out.m'
"$gradus" export lab.m png.tex --run --figure-format png >/dev/null 2>&1
check "a figure format can be asked for" '[ -s png_media/figure_1.png ]'
"$gradus" export lab.m by.html by.tex by.docx by.pdf --run --title "My Title" --author "A. Student" --date "May 1" >/dev/null 2>&1
check "title, author and date in HTML" 'grep -q "<title>My Title</title>" by.html && grep -q "A. Student · May 1" by.html'
check "and in LaTeX" 'grep -q "title{My Title}" by.tex && grep -q "author{A. Student}" by.tex'
check "and in PDF" 'pdftotext by.pdf - | grep -q "A. Student, May 1" && pdfinfo by.pdf | grep -q "Title: *My Title"'
"$gradus" export lab.m bare.pdf --run --no-record >/dev/null 2>&1
check "the record of the run can be left out" 'pdftotext by.pdf - | grep -q "twister" && ! pdftotext bare.pdf - | grep -q "twister"'
check "figures have captions" 'grep -q "<figcaption><b>Figure 1.</b> squares</figcaption>" lab.html && grep -q "captionof{figure}{squares}" lab.tex && pdftotext by.pdf - | grep -q "^Figure 1. squares" && unzip -p by.docx word/document.xml | grep -q " SEQ Figure "'
check "inside the figure of a PDF" 'pdfinfo -struct-text by.pdf 2>/dev/null | grep -A9 "^ *Figure" | grep -A1 "^ *Caption" | grep -q "Figure 1. squares"'
check "a stored figure has its number alone" '"$gradus" convert out.m stored.html && grep -q "<figcaption><b>Figure 1</b></figcaption>" stored.html'
"$gradus" export lab.m plain.html plain.pdf --run --no-captions >/dev/null 2>&1
check "captions can be left out" 'grep -q "<figure>" plain.html && ! grep -q "<figcaption>" plain.html && ! pdftotext plain.pdf - | grep -q "Figure 1"'
"$gradus" convert out.m way.mlx && "$gradus" convert way.mlx back.m; check "through .mlx and back gives the same bytes" 'cmp -s out.m back.m'
"$gradus" convert out.m again.m; check "converting live code gives the same bytes" 'cmp -s out.m again.m'
cp lab.m before.m; "$gradus" convert lab.m c.html
check "convert never runs" '! grep -q "<figure>" c.html && cmp -s lab.m before.m'
"$gradus" convert out.m bare.m --no-outputs; check "outputs can be left out" '! grep -q "output:" bare.m'
"$gradus" convert lab.m named.txt --format html; check "the format can be named" 'grep -q "<!DOCTYPE html>" named.txt'
out=$("$gradus" convert lab.m x.exe 2>&1); check "an unknown extension is refused with the list" '[ $? -eq 1 ] && [[ $out == *.ipynb* ]]'
out=$("$gradus" convert nothere.m x.html 2>&1); check "a missing file is named" '[ $? -eq 1 ] && [[ $out == *nothere.m* ]]'
"$gradus" convert lab.m >/dev/null 2>&1; check "usage ends with status 2" '[ $? -eq 2 ]'
"$gradus" export lab.m x.html --paper b5 >/dev/null 2>&1; check "wrong values end with status 2" '[ $? -eq 2 ]'
"$gradus" diff out.m again.m >diff.txt; check "diff: same is 0 and silent" '[ $? -eq 0 ] && [ ! -s diff.txt ]'
"$gradus" diff lab.m out.m >diff.txt; check "diff: outputs differ" '[ $? -eq 1 ] && grep -q "^+  > " diff.txt'
"$gradus" diff lab.m out.m --ignore-outputs; check "diff: outputs ignored" '[ $? -eq 0 ]'
sed 's/1 + 1/1 + 2/' lab.m > other.m; "$gradus" diff lab.m other.m >diff.txt
check "diff: code differs" '[ $? -eq 1 ] && grep -q "^-x = 1 + 1" diff.txt && grep -q "^+x = 1 + 2" diff.txt'
"$gradus" diff lab.m lab.ipynb --ignore-outputs; check "diff: formats do not matter" '[ $? -eq 0 ]'
"$gradus" diff lab.m nothere.m >/dev/null 2>&1; check "diff: trouble is 2" '[ $? -eq 2 ]'
# What the table of docs/formats.md says of outputs, text and pictures.
cat > forms.m <<'M'
%[text] # Forms
%[text]{"align":"center"} Centred <u>line</u>
%[text] ![dot](text:image:0001)
x = magic(3)
warning("careful")

%[appendix]{"version":"1.0"}
%---
%[metadata:view]
%   data: {"layout":"hidecode","rightPanelPercent":40}
%---
%[text:image:0001]
%   data: {"align":"baseline","height":1,"src":"data:image\/gif;base64,R0lGODdhAQABAIAAAP8AAP8AACwAAAAAAQABAAACAkQBADs=","width":1}
%---
M
"$gradus" export forms.m f1.m --run >/dev/null 2>&1
for e in mlx ipynb md; do "$gradus" convert f1.m f2.$e; "$gradus" convert f2.$e f3-$e.m; done; "$gradus" convert f1.m f2.tex; "$gradus" convert f1.m f2.docx
check "grids come back from .mlx and notebooks" 'grep -q "\"dataType\":\"matrix\"" f3-mlx.m && grep -q "\"dataType\":\"matrix\"" f3-ipynb.m'
sed s/hidecode/inline/ f1.m > f4.m; "$gradus" convert f4.m f4.md; "$gradus" convert f4.md f3-md.m --force
check "from Markdown as text" '! grep -q "\"dataType\":\"matrix\"" f3-md.m && grep -q "8    1    6" f3-md.m && grep -q "\"dataType\":\"warning\"" f3-md.m'
check "LaTeX has them as text" 'grep -q "^    8    1    6" f2.tex'
check "alignment comes back from .mlx alone" 'grep -q "\"align\":\"center\"" f3-mlx.m && ! grep -q "\"align\":\"center\"" f3-ipynb.m f3-md.m'
check "underlines come back from all" '[ "$(grep -l "<u>line</u>" f3-*.m | wc -l)" -eq 3 ]'
check "hidden code is left out of Markdown and LaTeX" '! grep -q magic f2.md f2.tex && grep -q magic f2.ipynb'
check "a GIF stays one, but in LaTeX" 'grep -q "image/gif" f2.ipynb && [ -s f2_media/picture_1.gif ] && [ -s f2_media/picture_1.png ]'
check "Word notes the seed in its properties" 'unzip -p f2.docx "docProps/*.xml" | grep -q twister'

# A shell's *.m gives names of functions as outputs: none of them may be lost.
mkdir glob && cd glob && printf 'f(1)\n' > a.m && printf 'function y = f(x)\ny = x;\nend\n' > b.m && cp b.m c.m && cp b.m mine.m
kept() { [ "$status" -eq 1 ] && cmp -s b.m mine.m && cmp -s c.m mine.m && [ "$(cat a.m)" = "f(1)" ]; }
try() { "$gradus" "$@" >out.txt 2>err.txt; status=$?; }
for command in export convert; do
  try $command a.m b.m c.m x.pdf; check "$command: a pattern's names are kept" 'kept && [ ! -e x.pdf ] && grep -q "b.m. exists.*--force" err.txt'
  try $command a.m b.m; check "$command: also when there is one" 'kept && grep -q -e --force err.txt'
  try $command a.m x.pdf b.m; check "$command: also when it is last" 'kept && [ ! -e x.pdf ]'
  try $command a.m b.m --format pdf; check "$command: also under another format" 'kept'
  try $command a.m b.m c.m --force; check "$command: one format twice is refused by force, too" 'kept && grep -q "twice" err.txt'
  try $command a.m x.html x.htm; check "$command: one format twice is refused for new files" 'kept && [ ! -e x.html ] && [ ! -e x.htm ]'
  try $command a.m x.pdf ./x.pdf; check "$command: one file twice is refused" 'kept && [ ! -e x.pdf ]'
  ln a.m hard.m; ln -s a.m soft.m
  for same in a.m ./a.m hard.m soft.m; do try $command a.m $same --force; check "$command: IN is not OUT ($same)" 'kept && grep -q itself err.txt'; done
  rm hard.m soft.m
  try $command a.m x.pdf x.exe; check "$command: an unknown extension stops all" 'kept && [ ! -e x.pdf ] && grep -q x.exe err.txt'
  printf 'mine' > notes.md
  try $command a.m x.pdf notes.md; check "$command: Markdown is kept, too" 'kept && [ "$(cat notes.md)" = mine ]'
  try $command a.m x.pdf notes.md --force; check "$command: --force replaces it" '[ $status -eq 0 ] && grep -q "f(1)" notes.md && [ -s x.pdf ]'
  try $command a.m x.pdf x.html; check "$command: pages are made anew without a word" '[ $status -eq 0 ]'
  try $command a.m notes.md; check "$command: and so is a single output of another format" '[ $status -eq 0 ]'
  rm -f x.pdf x.html notes.md
done
printf 'fid = fopen("ran.txt","w"); fclose(fid);\n' > a.m; "$gradus" export a.m b.m c.m x.pdf --run >/dev/null 2>&1
check "a refused export runs nothing" '[ ! -e ran.txt ] && cmp -s b.m mine.m'
cd ..
"$gradus" eval 'p = export("lab.m",Format="html",Run=true); assert(endsWith(p,"lab.html")); d = publish("lab.m"); assert(isfile(d)); x' >fn.txt 2>&1
check "functions export and publish" '[ $? -eq 0 ] && [ -s html/lab.html ] && grep -q 2 fn.txt'
printf '%%%% A\nerror("stopped")\n' > bad.m
"$gradus" eval 'export("bad.m",Run=true,CatchError=false)' >/dev/null 2>&1; check "CatchError=false passes the error on" '[ $? -eq 1 ]'
echo "$passed passed, $failed failed"
