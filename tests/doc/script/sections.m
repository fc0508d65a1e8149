%% Sigmoid and its slope
% This script draws the *sigmoid* $\sigma(x)$ and its _slope_ with |plot|.
%
% The slope is
%
% $$\sigma'(x) = \sigma(x)\,(1-\sigma(x))$$
%
% * never more than 1/4
% * almost zero for large $|x|$
%
% # first step
% # second step
%
%   y = f(x);   % shown, not run
%
% See <https://example.org/ the page> and <https://example.org/x>.

%% Data
x = -5:0.5:5;
% a comment inside the code
y = 1./(1+exp(-x));

%%
% Text without a title.
plot(x,y)
%% Last
disp("done")
