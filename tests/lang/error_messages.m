% Wording of the everyday errors.
show('[1 2] + [1 2 3]')
show('ones(2,3) * ones(2,3)')
show('x = 1:3; x(5)')
show('x = 1:3; x(0)')
show('x = 1:3; x(1.5)')
show('x = magic(3); x(4, 1)')
show('qqq')
show('qqq(3)')
show('s.a = 1; s.b')
show('x = 5; x{1}')
show('x = 5; x.y')
show('[1 2; 3]')
show('x = 1:3; x(5) = []')
show('x = 1:3; x([1 2]) = [1 2 3]')
show('c = {1, 2}; c{:}.a')
show('reshape(1:6, 4, 2)')
show('error(''simple'')')
show('str2func(3)')
show('zeros(2){1}')
show('if {}, end')
show('x = {1} + 1')
show('s = struct; s + 1')
show('f = @(x) x; f(1, 2)')
function show(code)
    try
        eval([code ';']);
        fprintf('no error: %s\n', code)
    catch e
        fprintf('%s\n  %s\n', e.identifier, e.message);
    end
end
