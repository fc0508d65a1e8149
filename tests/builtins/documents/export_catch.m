% An error of the code stands in the document; with CatchError=false it is passed on as well.
f = tempname + ".m";
writelines(["%% A" "error('Lab:mine','it broke')"], f)
p = export(f, Format="html", Run=true);
assert(contains(fileread(p), "it broke"))
id = "";
try
    export(f, p, Run=true, CatchError=false)
catch err
    id = err.identifier;
end
assert(id == "MATLAB:export:codeFailed")
delete(f)
delete(p)
