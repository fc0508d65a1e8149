% [net,avg,avgSq] = adamupdate(net,…) may change the arrays in place when only the replaced variables hold them. Whoever
% else holds an old value must never see a change, and a step that fails changes nothing.
rng(3)
net = dlnetwork([featureInputLayer(3); fullyConnectedLayer(4); reluLayer; fullyConnectedLayer(2)]);
x = dlarray(single([1 2 3; 4 5 6])', "CB");
[~, g] = dlfeval(@gradients, net, x);
a = []; b = [];
for k = 1:3
    [net, a, b] = adamupdate(net, g, a, b, k);
end
expected = plain(net, g, a, b, 4); % other names on the left: never in place

% each kind of second holder
copy = net;
before = numbers(net);
learnables = net.Learnables;
averages = a;
kept = {b};
handle = @() net;
extracted = extractdata(net.Learnables.Value{1});
[net, a, b] = adamupdate(net, g, a, b, 4);
assert(isequal(numbers(net), expected))
assert(isequal(numbers(copy), before) && isequal(numbers(handle()), before))
assert(isequal(extracted, extractdata(learnables.Value{1})))
assert(~isequal(before, expected))
[net2, a2, b2] = adamupdate(copy, g, averages, kept{1}, 4);
assert(isequal(numbers(net2), expected))
assert(isequal(columns(a2), columns(a)) && isequal(columns(b2), columns(b)))

% one leaf held from before
leaf = net.Learnables.Value{2};
value = extractdata(leaf);
[net, a, b] = adamupdate(net, g, a, b, 5);
assert(isequal(extractdata(leaf), value) && ~isequal(extractdata(net.Learnables.Value{2}), value))
clear copy learnables averages kept handle leaf net2 a2 b2

% a step that fails leaves all variables as they were
before = numbers(net); one = columns(a); two = columns(b);
bad = g; bad.Value{end} = dlarray(single([1 2 3 4 5]));
try
    [net, a, b] = adamupdate(net, bad, a, b, 6);
    error("no error")
catch e
    assert(contains(e.identifier, "update"))
end
assert(isequal(numbers(net), before) && isequal(columns(a), one) && isequal(columns(b), two))

% in a function, in a cell, in a struct, double and single, and the same variable twice
[p, q] = inFunction(single(1:4));
assert(isequal(p, q))
[p, q] = inFunction(1:4);
assert(isequal(p, q))
s.w = dlarray(single([1 2])); s.v = {dlarray(3)}; h = s; v = []; first = s;
for k = 1:3, [s, v] = sgdmupdate(s, h, v, 0.1, 0.9); end
r = first; u = [];
for k = 1:3, [r1, u1] = sgdmupdate(r, h, u, 0.1, 0.9); r = r1; u = u1; end
assert(isequal(extractdata(s.w), extractdata(r.w)) && isequal(extractdata(s.v{1}), extractdata(r.v{1})))
assert(isequal(extractdata(first.w), single([1 2])) && isequal(extractdata(h.v{1}), 3))
w = dlarray(single([1 2])); m = w; n = w;
[w, m, m] = adamupdate(w, w, m, m, 2); %#ok<ASGLU>
assert(isequal(extractdata(n), single([1 2])))

% within dlfeval the trace keeps the old values
[d, w] = dlfeval(@stepInside, dlarray(single(3)));
assert(extractdata(d) == 6 && extractdata(w) == 1.5)

function [d, w] = stepInside(x)
w = x * 1;
y = w .* x;
v = dlarray(single(0));
for k = 1:3, [w, v] = sgdmupdate(w, dlarray(single(1)), v, 0.5, 0); end
d = dlgradient(y, x);
end

function [p, q] = inFunction(x)
c = {dlarray(x), dlarray(x')}; g = {dlarray(x), dlarray(ones(size(x'), "like", x))}; a = []; b = []; old = c;
for k = 1:4, [c, a, b] = adamupdate(c, g, a, b, k); end
d = old; e = []; f = [];
for k = 1:4, [d1, e1, f1] = adamupdate(d, g, e, f, k); d = d1; e = e1; f = f1; end
p = [extractdata(c{1}), extractdata(c{2})'];
q = [extractdata(d{1}), extractdata(d{2})'];
assert(isequal(extractdata(old{1}), x))
end

function [loss, g] = gradients(net, x)
loss = sum(forward(net, x).^2, "all");
g = dlgradient(loss, net.Learnables);
end

function n = plain(net, g, a, b, k)
[other, ~, ~] = adamupdate(net, g, a, b, k);
n = numbers(other);
end

function n = numbers(net)
n = columns(net.Learnables);
end

function n = columns(t)
n = [];
for k = 1:height(t), n = [n; reshape(extractdata(t.Value{k}), [], 1)]; end %#ok<AGROW>
end
