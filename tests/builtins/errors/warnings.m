w = warning('off','my:id');
warning('my:id','hidden')
warning(w)
[msg,id] = lastwarn;
assert(ischar(msg) && ischar(id) && strcmp(w.state,'on'))
