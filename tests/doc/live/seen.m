%[text]{"align":"center"} # Forms of files that MATLAB wrote
%[text:tableOfContents]{"heading":"**What is here** `a_b`"}
%[text] %[text:anchor:T_1]  Two blanks stand behind the anchor, and one at the end. 
%[text] Names such as `a_b`, `<tag>`, `x[1]` and `2*y` are code; *one* *two* stay two; <u>**bold and underlined**</u> is one.
%[text] [A page](https://example.org/a_(b)?c=d) and [a file](file:..\data\set.txt), [a topic](<matlab:doc some topic>) and [a help page](docid:things_ref.x1-2).
%[text] [Code `a[1]` in a link](https://example.org) and *slanted `2*x` words*.
%[text] 3\.5 is no item; 1.5 within is no trouble.
%[text] $y\_i\n= \\frac{a}{b}\\quad\\text{for }x\\quad\\\\\n$
%[text] $a \< b \> c$ and $\[1,2\]$ and $\\text{cost &dollar&;5&dollar&;}$ and $f\*g$.
%[text] The set $\\lbrace x\_1,x\_2\\rbrace${"altText":"the set \"{x\_1, x\_2}\" of \alpha"} and $z${"editStyle":"visual"} end.
%[text]{"align":"right"} $x^2${"altText":"a square"} 
%[text] $\\begin{array}{l}\na\\\\\nb\n\\end{array}$
%[text:table]{"columnWidths":[100,-1],"ignoreHeader":true}
%[text] | 6\.03% | $\\left|x\\right|$ |
%[text] | --- | --- |
%[text] | blank at the end  | `p` |
%[text:table]
%[text] 1. first
%[text]     - deeper
%[text] 2. second \
d = datetime(2020,1,2); %[control:datePicker:0d01]{"position":[5,23]}
f = d %[output:00000001]

%[appendix]{"version":"1.0"}
%---
%[control:datePicker:0d01]
%   data: {"displayFormat":"dd-MMM-uuuu","label":"Day","run":"Section"}
%---
%[output:00000001]
%   data: {"dataType":"tabular","outputData":{"columnNames":["c","d"],"columns":2,"dataTypes":["char","double"],"header":"1×2 table","name":"f","rows":1,"type":"table","value":[["'H'",["0.25","0.75"]]]}}
%---
