%! error MATLAB:Containers:Map:NoKey
m = containers.Map();
m('q')
