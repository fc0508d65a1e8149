%[text] # Where do the gradients go?
%[text] A short study of **vanishing gradients** in *deep* networks. The weight of a layer moves by `eta*g`, so a layer whose gradient is nearly zero does not learn; <u>this document measures it</u>. More is said in [the book on deep learning](https://www.deeplearningbook.org), and in the section on [data](internal:H_data).
%[text:tableOfContents]{"heading":"**Contents**"}
%%
%[text] %[text:anchor:H_data] ## The chain rule
%[text] In a network with $L$ layers the gradient of the loss with respect to the weights of layer $l$ is a product, $\\frac{\\partial \\mathcal{L}}{\\partial W\_l} = \\delta\_l a\_{l-1}^\\top$, where the signal $\\delta\_l$ obeys a recursion from the last layer to the first:
%[text]{"align":"center"} $\\delta\_l = \\left(W\_{l+1}^\\top \\delta\_{l+1}\\right) \\odot \\sigma'(z\_l), \\qquad \\sigma(x)=\\frac{1}{1+e^{-x}}, \\qquad \\sigma'(x) = \\sigma(x)\\left(1-\\sigma(x)\\right) \\le \\frac{1}{4}$
%[text] Three things follow:
%[text] - every sigmoid layer multiplies the signal by at most $\\tfrac14$;
%[text] - after ten layers at most $4^{-10} \\approx 10^{-6}$ of it is left, unless the weights are large;
%[text] - with the rectifier, $\\max(0,x)$, the factor is 0 or 1. \
%[text] 1. First, make the data.
%[text] 2. Then train two networks.
%[text] 3. Last, compare the gradients. \
%%
%[text] ## Numbers
rng("default")
x = linspace(-5,5,11); %[text:anchor:H_x]
y = 1./(1+exp(-x)) %[output:11aa22bb]
fprintf("largest slope %.4f at x = %g\n", max(y.*(1-y)), 0) %[output:33cc44dd]
for k = 1:3 %[output:group:99aa] %[output:55ee66ff]
    % a comment with 'quotes' and a transpose: x'
    z = x' * k; s = 'text ''quoted''' + "string"; averyLongFunctionName(firstArgument, secondArgument, "a long text to force a second row", thirdArgument) 
end %[output:group:99aa]
n = 3; %[control:slider:8f01]{"position":[5,6]}
warning("careful") %[output:77001122]
M = magic(3) %[output:aabbccdd]
T = table(x',y') %[output:ddccbbaa]
error("stop") %[output:deadbeef]
imshow(1) %[output:00000001]
%%
%[text] ### A table and an example
%[text:table]
%[text] | Layer | Activation | Mean of $|g|$ |
%[text] | --- | --- | --- |
%[text] | 1 | sigmoid | $3.1\\cdot 10^{-7}$ |
%[text] | 2 | relu | a longer cell with some words in it that has to be broken because the column is narrow and the table is as wide as the page |
%[text:table]
%[text] ```matlabCodeExample
%[text] net = dlnetwork(layers);
%[text] % not run
%[text] ```
%[text] ![a picture](text:image:5f1a)
%[text] Escapes: \*not italic\*, 2 \< 3, a\_b, C:\\folder, 5 * 3 * 2 and a lone $ sign.
%[text] An unknown command stays visible: $\\nosuchthing{x} + 1$.
function r = localOne(a)
    arguments
        a (1,1) double = 1
    end
    r = a(end) + 1;   % end is an index here
end

%[appendix]{"version":"1.0"}
%---
%[metadata:view]
%   data: {"layout":"inline","rightPanelPercent":40}
%---
%[text:image:5f1a]
%   data: {"align":"baseline","height":24,"width":24,"src":"data:image\/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAFUlEQVR4nGM4IScHRwwoHCT2CRQOAKbDEEG16rRnAAAAAElFTkSuQmCC"}
%---
%[output:11aa22bb]
%   data: {"dataType":"matrix","outputData":{"columns":11,"name":"y","rows":1,"type":"double","value":[["0.0067","0.0180","0.0474","0.1192","0.2689","0.5000","0.7311","0.8808","0.9526","0.9820","0.9933"]]}}
%---
%[output:33cc44dd]
%   data: {"dataType":"text","outputData":{"text":"largest slope 0.2500 at x = 0\n","truncated":false}}
%---
%[output:55ee66ff]
%   data: {"dataType":"textualVariable","outputData":{"name":"k","value":"3"}}
%---
%[output:77001122]
%   data: {"dataType":"warning","outputData":{"text":"Warning: careful <a href=\"matlab:doc x\">more<\/a>"}}
%---
%[output:aabbccdd]
%   data: {"dataType":"matrix","outputData":{"columns":3,"name":"M","rows":3,"type":"double","value":[["8","1","6"],["3","5","7"],["4","9","2"]]}}
%---
%[output:ddccbbaa]
%   data: {"dataType":"tabular","outputData":{"columnNames":["Var1","Var2"],"columns":2,"header":"2×2 table","name":"T","rows":2,"type":"table","value":[["-5","0.0067"],["-4","0.0180"]]}}
%---
%[output:deadbeef]
%   data: {"dataType":"error","outputData":{"errorType":"runtime","text":"stop"}}
%---
%[output:00000001]
%   data: {"dataType":"symbolic","outputData":{"name":"s","value":"\\frac{x^2}{2}"}}
%---
