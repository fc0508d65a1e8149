% dlgradient takes arrays, cells, structs and Learnables tables and answers in kind.
[a, b, c] = dlfeval(@grads, dlarray(2), {dlarray(3), dlarray(4)}, struct(p=dlarray(5)));
assert(extractdata(a) == 3 && extractdata(b{1}) == 2 && extractdata(b{2}) == 5 && extractdata(c.p) == 4)
net = dlnetwork([featureInputLayer(2); fullyConnectedLayer(1)]);
g = dlfeval(@netgrad, net, dlarray(single([1; 2]), "CB"));
assert(isequal(extractdata(g.Value{1}), single([1 2])) && isequal(extractdata(g.Value{2}), single(1)))
assert(isequal(g.Layer, net.Learnables.Layer))
function [ga, gb, gc] = grads(a, b, c)
    [ga, gb, gc] = dlgradient(a*b{1} + b{2}*c.p, a, b, c);
end
function g = netgrad(net, X)
    g = dlgradient(sum(forward(net, X), "all"), net.Learnables);
end
