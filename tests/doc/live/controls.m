%[text] # Every control
%[text] The code of this document is hidden; what it sets is not.
%[text] Number of channels:
channels = 16; %[control:slider:0c01]{"position":[12,14]}
%[text] The rest of the settings:
name = "Net ""A"" & <b>"; %[control:editfield:0c02]{"position":[8,25]}
act = "relu"; %[control:dropdown:0c03]{"position":[7,13]}
on = true; %[control:checkbox:0c04]{"position":[6,10]}
epochs = 30; %[control:spinner:0c05]{"position":[10,12]}
start = datetime(2026,1,31); %[control:datePicker:0c06]{"position":[9,28]}
ink = [0 0.447 0.741]; %[control:colorpicker:0c07]{"position":[7,22]}
file = "data/train set.csv"; %[control:filebrowser:0c08]{"position":[8,28]}
band = [2 8]; %[control:rangeslider:0c09]{"position":[8,13]}
 %[control:button:0c0a]{"position":[1,2]}
hold = false; %[control:statebutton:0c0b]{"position":[8,13]}
note = ''; %[control:editfield:0c0c]{"position":[8,10]}
x = '😀 grün'; %[control:editfield:0c0d]{"position":[5,14]} %[output:0a01]
%[text] Text below.

%[appendix]{"version":"1.0"}
%---
%[metadata:view]
%   data: {"layout":"hidecode","rightPanelPercent":40}
%---
%[control:slider:0c01]
%   data: {"defaultValue":16,"label":"","max":64,"min":1,"run":"Section","runOn":"ValueChanged","step":1}
%---
%[control:editfield:0c02]
%   data: {"defaultValue":"\"\"","label":"Name & title:","run":"Section","valueType":"String"}
%---
%[control:dropdown:0c03]
%   data: {"defaultValue":"\"relu\"","itemLabels":["Rectified linear","Hyperbolic tangent"],"items":["\"relu\"","\"tanh\""],"label":"Activation","run":"Section"}
%---
%[control:checkbox:0c04]
%   data: {"defaultValue":false,"label":"Normalise","run":"Section"}
%---
%[control:spinner:0c05]
%   data: {"label":"Epochs","max":100,"min":1,"run":"Section","step":1}
%---
%[control:datePicker:0c06]
%   data: {"displayFormat":"dd-MMM-yyyy","label":"Start","run":"Section"}
%---
%[control:colorpicker:0c07]
%   data: {"label":"Ink","run":"Section"}
%---
%[control:filebrowser:0c08]
%   data: {"browserType":"File","label":"Data","run":"Section"}
%---
%[control:rangeslider:0c09]
%   data: {"label":"Band","max":10,"min":0,"run":"Section"}
%---
%[control:button:0c0a]
%   data: {"label":"Train now","run":"Section"}
%---
%[control:statebutton:0c0b]
%   data: {"label":"Hold","run":"Section"}
%---
%[control:editfield:0c0c]
%   data: {"label":"Note","run":"Section","valueType":"Char"}
%---
%[control:editfield:0c0d]
%   data: {"label":"Word","run":"Section","valueType":"Char"}
%---
%[output:0a01]
%   data: {"dataType":"text","outputData":{"text":"trained\n","truncated":false}}
%---
