assert(isa(sum(int8([100 100])),'int8') && sum(int8([100 100])) == 127)
assert(isa(mean(int8([1 2])),'double') && mean(int8([1 2])) == 1.5)
assert(isa(sum(single([1 2])),'single') && isa(sum([true true]),'double'))
assert(isa(sum(single(1),'double'),'double'))
