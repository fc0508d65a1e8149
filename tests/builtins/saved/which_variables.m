% Names, wildcards, -regexp, -append, -struct, and loading into the workspace, as documented.
folder = tempname;
mkdir(folder)
f = fullfile(folder,'kept.mat');
alpha = 1; beta = 2; album = 3;
save(f,'al*')
assert(isequal(sort(fieldnames(load(f))),{'album';'alpha'}))
beta = 20; alpha = 10;
save(fullfile(folder,'kept'),'alpha','beta','-append')
S = load(f);
assert(S.alpha == 10 && S.beta == 20 && S.album == 3)
assert(isequal(fieldnames(load(f,'-regexp','^b')),{'beta'}))
clear alpha beta
load(f,'beta')
assert(beta == 20 && ~exist('alpha','var'))
load(f)
assert(alpha == 10)
p.one = 1; p.two = 'zwei';
save(f,'-struct','p')
assert(isequal(load(f),p))
save(f,'-struct','p','two')
assert(isequal(fieldnames(load(f)),{'two'}))
lastwarn('');
warning('off','MATLAB:load:variableNotFound')
S = load(f,'nothing');
assert(isempty(fieldnames(S)))
warning('on','all')
% The whole workspace: what cannot be saved is named and left out.
h = @sin;
warning('off','Gradus:save:classNotSupported')
save(f)
S = load(f);
assert(~isfield(S,'h') && S.beta == 20)
warning('on','all')
% Text
save(fullfile(folder,'m.txt'),'beta','-ascii')
assert(load(fullfile(folder,'m.txt')) == 20)
rmdir(folder,'s')
