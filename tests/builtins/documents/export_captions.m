% Captions below the figures of a document: numbered as they are shown, without them on request.
f = tempname + ".m";
writelines(["%[text] # Lab" "figure(5), plot(1:3), title('\alpha_1')" "%%" "figure(2), plot(1:3)"], f)
page = fileread(export(f, Format="html", Run=true));
assert(contains(page, "<b>Figure 1.</b> α₁</figcaption>"))
assert(contains(page, "<b>Figure 2</b></figcaption>"))
page = fileread(export(f, Format="html", Run=true, Captions=false));
assert(~contains(page, "<figcaption>"))
delete(f)
delete(replace(f, ".m", ".html"))
