assert(max([1 NaN 3]) == 3 && isnan(max([1 NaN 3],[],'includenan')))
assert(isnan(sum([1 NaN])) && sum([1 NaN],'omitnan') == 1 && mean([1 NaN 3],'omitnan') == 2)
assert(isequaln(cumsum([1 NaN 2]),[1 NaN NaN]) && isequal(cumsum([1 NaN 2],'omitnan'),[1 1 3]))
assert(isequal(max([1 5],3),[3 5]))
