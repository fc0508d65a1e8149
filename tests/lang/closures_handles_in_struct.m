% A struct of handles acts as an object.
acc = account(10);
acc.deposit(5);
acc.deposit(7);
assert(acc.balance() == 22)
ops = struct('add', @(a, b) a + b, 'neg', @(a) -a);
assert(ops.add(1, 2) == 3 && ops.neg(4) == -4)
names = fieldnames(ops);
assert(ops.(names{2})(3) == -3)
list = {@sin, @cos};
r = cellfun(@(f) f(0), list);
assert(isequal(r, [0 1]))
function s = account(start)
    total = start;
    s.deposit = @deposit;
    s.balance = @() current();
    function deposit(x)
        total = total + x;
    end
    function t = current()
        t = total;
    end
end
