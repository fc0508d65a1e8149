% export writes a document beside its source, or where it is told to; stored outputs unless Run.
folder = tempname;
mkdir(folder)
f = fullfile(folder, "lab.m");
writelines(["%[text] # A title" "%[text] **bold**" "x = 6*7"], f)
p = export(f, Format="html");
assert(p == fullfile(folder, "lab.html"))
text = fileread(p);
assert(contains(text, "<h1>A title</h1>") && contains(text, "<strong>bold</strong>"))
assert(~contains(text, "42"))
export(f, p, Run=true)
assert(contains(fileread(p), "42"))
assert(x == 42)
export(f, p, Run=true, HideCode=true)
assert(~contains(fileread(p), "6*7") && contains(fileread(p), "42"))
q = export(extractBefore(f, ".m"), Format="pdf");
assert(endsWith(q, "lab.pdf") && isfile(q))
n = export(f, fullfile(folder, "lab.ipynb"));
nb = jsondecode(fileread(n));
assert(nb.nbformat == 4)
rmdir(folder, "s")
