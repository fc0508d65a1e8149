ME = MException('a:b','c %d',1);
ME = addCause(ME,MException('d:e','f'));
assert(numel(ME.cause) == 1 && strcmp(ME.cause{1}.identifier,'d:e'))
try, throw(ME), catch q, end
assert(strcmp(q.identifier,'a:b') && isa(q,'MException'))
try
    try, error('in:ner','deep'), catch first, rethrow(first), end
catch second
end
assert(strcmp(second.message,'deep') && contains(getReport(second),'deep'))
