m = containers.Map({'b','a'}, {1, 'x'});
assert(strcmp(jsonencode(m), '{"a":"x","b":1}'))
