% set, get, dot access, deleted objects, arrays of handles.
h = plot([1 2; 3 4; 5 6]);
assert(isequal(size(h),[2 1]) && class(h) == "matlab.graphics.chart.primitive.Line")
h(2).LineWidth = 3;
set(h,"Marker","s")
assert(h(1).Marker == "square" && isequal(get(h,"LineWidth"),{0.5; 3}))
ax = gca;
ax.Title.String = "a title";
ax.XAxis.FontSize = 12;
assert(isequal(get(get(ax,"Title"),"String"),'a title'))
assert(h(1).Parent == ax && ax.Parent == gcf)
assert(numel(ax.Children) == 2 && ax.Children(1) == h(2))
delete(h(1))
assert(isequal(isgraphics(h),[false; true]) && ~isvalid(h(1)))
caught = "";
try
    h(1).Color = "r";
catch e
    caught = e.message;
end
assert(caught == "Invalid or deleted object.")
try
    h(2).Colour = "r";
catch e
    caught = e.identifier;
end
assert(caught == "MATLAB:noSuchMethodOrField")
g = gobjects(1,2);
g(2) = line([0 1],[0 1]);
assert(numel(g) == 2 && isgraphics(g(2)) && ~isgraphics(g(1)))
all3 = [h(2); g(2)];
assert(isequal(size(all3),[2 1]) && all3(2) == g(2))
close all
