% The identifiers of everyday mistakes.
check(@() [1 2] + [1 2 3], 'MATLAB:sizeDimensionsMustMatch')
check(@() ones(2, 3) * ones(2, 3), 'MATLAB:innerdim')
check(@() [1 2; 3], 'MATLAB:catenate:dimensionMismatch')
check(@() [ones(2), ones(3)], 'MATLAB:catenate:dimensionMismatch')
check(@() undefined_f(), 'MATLAB:UndefinedFunction')
check(@() idx(1:3, 5), 'MATLAB:badsubscript')
check(@() idx(1:3, 0), 'MATLAB:badsubscript')
check(@() idx(1:3, -1), 'MATLAB:badsubscript')
check(@() field(struct('a', 1)), 'MATLAB:nonExistentField')
check(@() str2func(3), 'MATLAB:')
check(@() int8(1) + int16(1), 'MATLAB:')
check(@() feval('sin'), 'MATLAB:')
check(@() two(1, 2, 3), 'MATLAB:TooManyInputs')
check(@() needs(), 'MATLAB:minrhs')
check(@() cell2mat(3), 'MATLAB:cell2mat:')
check(@() reshape(1:6, 4, 2), 'MATLAB:getReshapeDims:notSameNumel')
check(@() validatestring('z', {'a', 'b'}), 'MATLAB:unrecognizedStringChoice')
check(@() num2cell(), 'MATLAB:minrhs')
check(@() error('Octave:my-id', 'x'), 'Octave:my-id')
check(@() assert(false, 'my:id', 'text %d', 3), 'my:id')
check(@() inv([1 2 3]), 'MATLAB:square')
check(@() chol([1 2; 2 1]), 'MATLAB:posdef')
function check(f, id)
    try
        f();
    catch e
        if ~startsWith(e.identifier, id)
            error('test:wrong', '%s gave %s', func2str(f), e.identifier)
        end
        return
    end
    error('test:none', '%s gave no error', func2str(f))
end
function r = idx(v, k)
    r = v(k);
end
function r = field(s)
    r = s.b;
end
function r = two(a, b)
    r = a + b;
end
function r = needs(a)
    r = a + 1;
end
function r = str()
end
