% The same figure in every format.
plot(1:3), title("t")
f = tempname;
for format = ["png" "pdf" "svg"]
    exportgraphics(gcf,f + "." + format)
    assert(isfile(f + "." + format))
    delete(f + "." + format)
end
print(f,"-dpng","-r50")
A = imread(f + ".png");
assert(isequal(size(A),[219 292 3]))
delete(f + ".png")
caught = "";
try
    exportgraphics(gcf,f + ".docx")
catch e
    caught = e.identifier;
end
assert(caught == "Gradus:notSupported")
close all
