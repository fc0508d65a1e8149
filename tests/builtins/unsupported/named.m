% Each names the feature; the questions about sparse matrices have answers.
for f = ["sparse" "profile" "matfile" "timetable"]
    try, feval(f,1), assert(false), catch e, assert(strcmp(e.identifier,'Gradus:notSupported') && contains(e.message,f)), end
end
assert(~issparse(eye(2)) && isequal(full(eye(2)),eye(2)) && nnz([1 0 2]) == 2)
