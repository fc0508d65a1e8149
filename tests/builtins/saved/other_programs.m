% Files written by SciPy 1.10 (v5, compressed) and Octave 7.3 (-v7, -v6): see data/README.
here = fileparts(mfilename('fullpath'));
S = load(fullfile(here,'data','scipy.mat'));
assert(isequal(S.a,[1 2;3 4]) && isa(S.i,'int16') && isequal(S.i,int16([7 8 9])) && strcmp(S.t,'grün'))
assert(isequal(S.z,[1+2i 3]) && isequal(S.s.name,'net') && isequal(S.s.w,[0.5;0.25]) && isequal(S.c,{1,'x'}))
assert(isequal(S.sp,[0 5;6 0]) && islogical(S.flag))
for name = ["octave7.mat" "octave6.mat"]
    S = load(fullfile(here,'data',name));
    assert(isequal(S.a,magic(4)) && isequal(S.c,{1,'two',{3}}) && isequal(S.s(2).x,2) && strcmp(S.t,'text'))
    assert(islogical(S.l) && isequal(S.l,[true false]) && isa(S.u,'uint8') && isa(S.f,'single') && isempty(S.e) && isequal(S.z,1-1i))
end
