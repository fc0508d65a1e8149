% warning, its states and lastwarn.
lastwarn_test();
function lastwarn_test()
    warning('off', 'lab:quiet');
    warning('lab:quiet', 'not shown');
    warning('on', 'lab:quiet');
    [~, id] = lastwarn; %#ok
    s = warning('query', 'lab:quiet');
    assert(strcmp(s.state, 'on'))
    warning('lab:loud', 'value %d', 3);
    [m, id] = lastwarn;
    assert(strcmp(m, 'value 3') && strcmp(id, 'lab:loud'))
end
