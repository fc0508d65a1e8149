validateattributes([1 2 3],{'numeric'},{'vector','numel',3,'increasing','>=',1,'size',[1 NaN]})
try, validateattributes(1.5,{'numeric'},{'integer'},'f','k'), catch e, end
assert(strcmp(e.identifier,'MATLAB:f:expectedInteger') && strcmp(e.message,'f: Expected k to be integer-valued.'))
try, validateattributes('a',{'numeric'},{}), catch e, end
assert(strcmp(e.identifier,'MATLAB:invalidType'))
