% What save writes, load reads back: by hand.
f = [tempname '.mat'];
done = onCleanup(@() delete(f));
a = reshape(1:24,2,3,4);
b = single([1.5 NaN -Inf]);
c = {1,'two',{int8(-3),true},[]};
d = struct('x',{1,2},'y',{'p',{}});
e = [1+2i 3-4i];
t = 'häß €';
k = uint64(18446744073709551615);
m = int64(-9007199254740993);
z = zeros(0,3);
l = [true false;false true];
n = char([65 66;67 68]);
for version = ["-v6" "-v7" "-v7.3"]
    save(f,'a','b','c','d','e','t','k','m','z','l','n',version)
    S = load(f);
    assert(isequal(fieldnames(S),{'a';'b';'c';'d';'e';'t';'k';'m';'z';'l';'n'}) || version == "-v7.3")
    assert(isequal(S.a,a) && isequaln(S.b,b) && isa(S.b,'single') && isequal(S.c,c) && isa(S.c{3}{1},'int8') && islogical(S.c{3}{2}))
    assert(isequal(size(S.d),[1 2]) && S.d(2).x == 2 && strcmp(S.d(1).y,'p') && iscell(S.d(2).y) && isempty(S.d(2).y))
    assert(isequal(S.e,e) && strcmp(S.t,t) && S.k == k && isa(S.k,'uint64') && S.m == m && isequal(size(S.z),[0 3]))
    assert(islogical(S.l) && isequal(S.l,l) && isequal(S.n,n))
end
% Strings become char and cellstr.
s = "text"; q = ["a";"b"];
save(f,'s','q')
S = load(f);
assert(strcmp(S.s,'text') && isequal(S.q,{'a';'b'}))
