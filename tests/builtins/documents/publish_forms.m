% publish runs a script with sections and writes into the folder html beside it.
folder = tempname;
mkdir(folder)
f = fullfile(folder, "s.m");
writelines(["%% My title" "% Some _text_." "" "y = 3 + 4"], f)
p = publish(f);
assert(p == fullfile(folder, "html", "s.html"))
text = fileread(p);
assert(contains(text, "My title") && contains(text, "<em>text</em>") && contains(text, "7"))
p = publish(f, "latex");
assert(contains(fileread(p), "\documentclass"))
p = publish(f, format="html", outputDir=folder, evalCode=false, showCode=false);
assert(p == fullfile(folder, "s.html") && ~contains(fileread(p), "3 + 4"))
matlab.internal.liveeditor.openAndConvert(f, fullfile(folder, "t.md"))
assert(contains(fileread(fullfile(folder, "t.md")), "# My title"))
rmdir(folder, "s")
