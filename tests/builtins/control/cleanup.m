% The task runs when the object goes away.
global log_text
log_text = '';
c = onCleanup(@() cleanup_note('done'));
clear c
assert(strcmp(log_text,'done'))
function cleanup_note(text)
    global log_text
    log_text = text;
end
