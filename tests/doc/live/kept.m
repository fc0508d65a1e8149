%[text]{"align":"center"} # Everything the format can carry
%[text] 
%[text] %[text:anchor:M_1] Text with an anchor, a *slanted*, a **bold**, a ***both*** and an `exact_name`; 2 \< 3, \[brackets\], 1 \* 2.  Two blanks at the end  
%[text] 1\. is no item, and neither is
%[text] \- this. An unsafe [command](matlab:doc\(sin) keeps its target; [a page](https://example.org/a_(b)?c=d&e=f) too.
%[text] Inline $a\_1 + \\alpha$ and $x${"altText":"x as text"}, shown large $\\sum\_i x\_i${"displayStyle":true}.
%[text]{"align":"right"} $e^{x}${"altText":"the exponential"}
%[text] - one
%[text]   - nested **item** \
%[text] 3. three
%[text] 4. four \
%[text] %[text:anchor:M_2] A picture ![with \[alt\] text](text:image:5f1a) and a film ![](text:video:77aa).
%[text:table]{"columnWidths":[100,200]}
%[text] | **a** | $|b|$ | c \| d |
%[text] | --- | --- | --- |
%[text] | 1 |  | `x\|y` |
%[text:table]
%[text:table]{"ignoreHeader":true}
%[text] | no | header |
%[text] | --- | --- |
%[text:table]
%[text:tableOfContents]{"heading":"**What** is in"}
%[text] ```matlabCodeExample
%[text] x = 1;
%[text] 
%[text]   % indented {"a":1}
%[text] ```
%[text] ````python
%[text] ```
%[text] print(1)
%[text] ````
%[text:somethingNew]{"a":1}

k = 3;  % two blanks before the mark   %[control:slider:8f01]{"position":[5,6]} %[text:anchor:H_x]

  %[control:button:47b0]{"position":[1,2]}
for i = 1:2 %[output:group:99aa0011] %[output:00000001]
    disp(i) %[output:00000001]
    figure %[task:83a5]
end %[output:group:99aa0011] %[output:00000001]
x = ... %[output:00000002]
    k + 1 %[output:nodata] %[output:00000002] %[output:00000003]
s = 'ünïcödé 😀'; %[control:editfield:0a0a]{"position":[5,18]} %[control:odd:0b0b]{"place":1}

%%
%% A title in code
t = "%[output:00000001] is text here";
%[text] ## Outputs of every kind
a %[output:0000000a] %[output:0000000b] %[output:0000000c] %[output:0000000d] %[output:0000000e] %[output:0000000f] %[output:00000010] %[output:00000011]

%[appendix]{"version":"1.0"}
%---
%[metadata:gradus]
%   data: {"order":"1 2","seconds":1.5,"seed":"twister 0","started":"2026-01-02T03:04:05+01:00","versions":"Gradus 0.1.0"}
%---
%[metadata:styles]
%   data: {"code":{"fontSize":"12"},"title":{"color":"#268cdd"}}
%---
%[metadata:view]
%   data: {"layout":"onright","newKey":[1,2.5],"rightPanelPercent":27.8}
%---
%[text:image:5f1a]
%   data: {"align":"middle","height":24,"src":"data:image\/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAFUlEQVR4nGM4IScHRwwoHCT2CRQOAKbDEEG16rRnAAAAAElFTkSuQmCC","width":24}
%---
%[text:video:77aa]
%   data: {"height":315,"vidSrc":"https:\/\/example.org\/film","width":560}
%---
%[task:83a5]
%   data: {"state":{"deep":[{"a":null}]}}
%   more: lines of a later version
%---
%[control:odd:0b0b]
%   data: {"x":1}
%---
%[output:broken]
%   data: {"dataType":"text",
%---
%[output:unused]
%   data: {"dataType":"text","outputData":{"text":"nobody names it","truncated":false}}
%---
%[control:slider:8f01]
%   data: {"defaultValue":3,"label":"k","max":9,"min":0,"run":"Section","runOn":"ValueChanged","step":1}
%---
%[control:button:47b0]
%   data: {"label":"Run","run":"AllSections"}
%---
%[output:00000001]
%   data: {"dataType":"text","outputData":{"text":"     1\n\n     2\n\n","truncated":false}}
%---
%[output:00000002]
%   data: {"dataType":"textualVariable","outputData":{"name":"x","value":"4"}}
%---
%[output:00000003]
%   data: {"dataType":"image","outputData":{"dataUri":"data:image\/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAFUlEQVR4nGM4IScHRwwoHCT2CRQOAKbDEEG16rRnAAAAAElFTkSuQmCC","height":420,"themeMode":"light","width":560}}
%---
%[output:0000000a]
%   data: {"dataType":"matrix","outputData":{"columns":2,"exponent":"3","name":"a","rows":1,"type":"double","value":[["1.0000","0.0010"]]}}
%---
%[output:0000000b]
%   data: {"dataType":"tabular","outputData":{"columnNames":["v","w"],"columns":2,"cornerText":"","dataTypes":["double","string"],"header":"1×2 table","name":"T","rows":1,"type":"table","value":[["1","\"x\/y\""]]}}
%---
%[output:0000000c]
%   data: {"dataType":"symbolic","outputData":{"name":"f","value":"\\frac{x}{2}"}}
%---
%[output:0000000d]
%   data: {"dataType":"warning","outputData":{"text":"Warning: plain"}}
%---
%[output:0000000e]
%   data: {"dataType":"error","outputData":{"errorType":"syntax","text":"Error <a href=\"matlab:x\">here<\/a>"}}
%---
%[output:0000000f]
%   data: {"dataType":"animation","outputData":{"frames":[1,0.1,1e-07]}}
%---
%[output:00000010]
%   data: {"dataType":"image","outputData":{"altText":"A dot","dataUri":"data:image\/gif;base64,R0lGODlhAQABAAAAACw=","height":1,"width":1}}
%---
%[output:00000011]
%   data: {"dataType":"image","outputData":{"dataUri":"data:image\/webp;base64,AAAA","height":1,"width":1}}
%---
