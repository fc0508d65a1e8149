% inputname, and the variables of table(a, b).
width = [1; 2]; len = [3; 4];
t = table(width, len, width * 2);
assert(isequal(t.Properties.VariableNames, {'width', 'len', 'Var3'}))
assert(strcmp(first(width), 'width') && isempty(first(5)) && isempty(first(width(1))))
function n = first(x) %#ok
    n = inputname(1);
end
