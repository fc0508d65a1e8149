mustBePositive(1), mustBeInteger(3), mustBeFinite([1 2]), mustBeNonempty(1), mustBeMember("a", ["a" "b"])
mustBeNumericOrLogical(true), mustBeNonnegative(0), mustBeLessThan(1, 2), mustBeText("a"), mustBeVector([1 2])
ids = ["mustBePositive", "mustBeInteger", "mustBeFinite", "mustBeNonnegative"];
bad = {-1, 1.5, Inf, -2};
for k = 1:4
    try
        feval(ids(k), bad{k})
        ok = false;
    catch e
        ok = strcmp(e.identifier, "MATLAB:validators:" + ids(k));
    end
    assert(ok)
end
