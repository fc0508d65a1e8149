% Title, author and date of an exported document, and no line about the run.
f = tempname + ".m";
writelines(["%[text] # Lab" "x = 1"], f)
out = export(f, Format="html", Title="Other", Author="A. Student", Date="May 1", ShowRecord=false);
page = fileread(out);
assert(contains(page, "<title>Other</title>"))
assert(contains(page, "A. Student · May 1"))
delete(f)
delete(out)
