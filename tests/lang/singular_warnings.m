% \ and / warn of singular and nearly singular square systems, as documented for mldivide.
lastwarn('')
warning('off', 'MATLAB:singularMatrix'), [1 2; 2 4] \ [1; 2]; warning('on', 'all')
assert(isempty(lastwarn))
text = evalc('x = magic(4) \ [1; 2; 3; 4];');
[~, id] = lastwarn;
assert(strcmp(id, 'MATLAB:nearlySingularMatrix'))
text = evalc('x = [1 2] / zeros(2);');
[~, id] = lastwarn;
assert(strcmp(id, 'MATLAB:singularMatrix'))
lastwarn('')
x = [1 1; 1 2; 1 3] \ [1; 2; 3]; % a least-squares problem is no singular system
assert(isempty(lastwarn))
