% export never replaces its own source, nor a document that the call did not name.
folder = tempname;
mkdir(folder)
f = fullfile(folder, "lab.m");
g = fullfile(folder, "lab.ipynb");
writelines("x = 1", f)
writelines("mine", g)
assert(fails(@() export(f, f), "Gradus:doc:sameFile"))
assert(fails(@() export(f, Format="live"), "Gradus:doc:sameFile"))
assert(fails(@() export(f, fullfile(folder, ".", "lab.m")), "Gradus:doc:sameFile"))
assert(fails(@() export(f, Format="ipynb"), "Gradus:doc:exists"))
assert(strtrim(fileread(f)) == "x = 1" && strtrim(fileread(g)) == "mine")
export(f, g); % named: meant
assert(contains(fileread(g), "nbformat"))
rmdir(folder, "s")

function yes = fails(f, id)
    yes = false;
    try
        f();
    catch e
        yes = e.identifier == id;
    end
end
