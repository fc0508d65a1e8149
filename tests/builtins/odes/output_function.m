% OutputFcn: called with 'init', after every step, and 'done'; true stops.
global calls
calls = {};
[t,y] = ode45(@(t,y) -y,[0 1],1,odeset(OutputFcn=@note,Refine=1));
assert(strcmp(calls{1},'init') && strcmp(calls{end},'done') && numel(calls) == numel(t) + 1)
calls = {};
[t,y] = ode45(@(t,y) -y,[0 100],1,odeset(OutputFcn=@stop_at_once));
assert(t(end) < 100)
function stop = note(t,y,flag)
global calls
calls{end+1} = flag;
stop = false;
end
function stop = stop_at_once(t,y,flag)
stop = isempty(flag);
end
