%[text] # Every Kind of Block, and a Title That Is Long Enough to Need Two Lines of Its Own
%[text:tableOfContents]{"heading":"Contents"}
%%
%[text] ## Text
%[text] Plain, **bold**, *italic*, ***both***, `monospace`, <u>underlined</u>, **bold `mono` inside**, a [link](https://example.org/a/very/long/path/that/may/have/to/be/broken/somewhere/index.html?query=string&more=1) and an [inner link](internal:H_end). Dashes – and —, quotes “so” and ‘so’, an ellipsis…
%[text] Greek: αβγδ ΔΣΩ, mathematics: ∀x∈ℝ: x² ≥ 0, ∑√∫∂∇ ≠ ≤ ∞, arrows ←→↔, accents: éèêñüßłř, Cyrillic: градиент, Hebrew: שלום, Arabic: مرحبا.
%[text] CJK without blanks: 深層學習的梯度會消失，因為每一層的斜率都小於一。深層學習的梯度會消失，因為每一層的斜率都小於一。深層學習的梯度會消失，因為每一層的斜率都小於一。深層學習的梯度會消失，因為每一層的斜率都小於一。深層學習的梯度會消失，因為每一層的斜率都小於一。
%[text] Emoji: 😀🚀👨‍👩‍👧 ❤️ and a flag 🇩🇪; private use , combining ạ́, zero​width, soft­hyphen, no break.
%[text] Many equations in a line: $x_1$, $\\frac{a}{b}$, $\\sqrt{x^2+y^2}$, $\\sum_{i=1}^n i$, $e^{-x^2\/2}$, $\\alpha\\beta\\gamma$, $\\int_0^1 f$, $\\nabla f$, $\\hat{y}$, $W_{\\ell+1}^T \\delta_{\\ell+1}$, $\\frac{\\partial L}{\\partial w_{ij}}$, $\\left(\\frac{1}{4}\\right)^n$, and after them the text goes on, so that the lines must be wider apart where a fraction stands and must not touch, with $\\frac{\\frac{a}{b}}{\\frac{c}{d}}$ as the tallest of them.
%[text]{"align":"center"} A centred paragraph, which is set with ragged edges on both sides because it is centred, even when it has more than one line of text to show on the page.
%[text]{"align":"center"} $\\mathbf{A} = \\begin{pmatrix} a_{11} & a_{12} & \\cdots & a_{1n} \\\\ a_{21} & a_{22} & \\cdots & a_{2n} \\\\ \\vdots & \\vdots & \\ddots & \\vdots \\\\ a_{m1} & a_{m2} & \\cdots & a_{mn} \\end{pmatrix}$
%[text]{"align":"center"} $\\mathcal{L} = \\frac{1}{N}\\sum_{n=1}^{N}\\sum_{k=1}^{K} t_{nk}\\log\\frac{e^{z_{nk}}}{\\sum_{j} e^{z_{nj}}} + \\lambda\\sum_{\\ell}\\|W_\\ell\\|_F^2 + a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 + a_9 + a_{10} + a_{11} + a_{12} + a_{13} + a_{14} + a_{15} + a_{16}$
%%
%[text] ## Lists and tables
%[text] - first
%[text] - second, which is long enough to need more than one line of the page, so that the hanging indent shows below the text and not below the bullet
%[text]   - nested
%[text]   - nested again
%[text]     - deeper
%[text] - third \
%[text] 1. one
%[text] 2. two with $x^2$
%[text] 3. three \
%[text:table]
%[text] | Layer | Activations | Learnables | What it does, in a cell with much text |
%[text] | --- | --- | --- | --- |
%[text] | fc0 | 128 x 1 | 16512 | multiplies by a weight matrix and adds a bias, $Wx+b$ |
%[text] | fc1 | 128 x 1 | 16512 | rectifies |
%[text] | fc2 | 128 x 1 | 16512 | rectifies |
%[text] | fc3 | 128 x 1 | 16512 | rectifies |
%[text] | fc4 | 128 x 1 | 16512 | rectifies |
%[text] | fc5 | 128 x 1 | 16512 | multiplies by a weight matrix and adds a bias, $Wx+b$ |
%[text] | fc6 | 128 x 1 | 16512 | rectifies |
%[text] | fc7 | 128 x 1 | 16512 | rectifies |
%[text] | fc8 | 128 x 1 | 16512 | rectifies |
%[text] | fc9 | 128 x 1 | 16512 | rectifies |
%[text] | fc10 | 128 x 1 | 16512 | multiplies by a weight matrix and adds a bias, $Wx+b$ |
%[text] | fc11 | 128 x 1 | 16512 | rectifies |
%[text] | fc12 | 128 x 1 | 16512 | rectifies |
%[text] | fc13 | 128 x 1 | 16512 | rectifies |
%[text] | fc14 | 128 x 1 | 16512 | rectifies |
%[text] | fc15 | 128 x 1 | 16512 | multiplies by a weight matrix and adds a bias, $Wx+b$ |
%[text] | fc16 | 128 x 1 | 16512 | rectifies |
%[text] | fc17 | 128 x 1 | 16512 | rectifies |
%[text] | fc18 | 128 x 1 | 16512 | rectifies |
%[text] | fc19 | 128 x 1 | 16512 | rectifies |
%[text] | fc20 | 128 x 1 | 16512 | multiplies by a weight matrix and adds a bias, $Wx+b$ |
%[text] | fc21 | 128 x 1 | 16512 | rectifies |
%[text] | fc22 | 128 x 1 | 16512 | rectifies |
%[text] | fc23 | 128 x 1 | 16512 | rectifies |
%[text] | fc24 | 128 x 1 | 16512 | rectifies |
%[text] | fc25 | 128 x 1 | 16512 | multiplies by a weight matrix and adds a bias, $Wx+b$ |
%[text] | fc26 | 128 x 1 | 16512 | rectifies |
%[text] | fc27 | 128 x 1 | 16512 | rectifies |
%[text] | fc28 | 128 x 1 | 16512 | rectifies |
%[text] | fc29 | 128 x 1 | 16512 | rectifies |
%[text] | fc30 | 128 x 1 | 16512 | multiplies by a weight matrix and adds a bias, $Wx+b$ |
%[text] | fc31 | 128 x 1 | 16512 | rectifies |
%[text] | fc32 | 128 x 1 | 16512 | rectifies |
%[text] | fc33 | 128 x 1 | 16512 | rectifies |
%[text] | fc34 | 128 x 1 | 16512 | rectifies |
%[text] | fc35 | 128 x 1 | 16512 | multiplies by a weight matrix and adds a bias, $Wx+b$ |
%[text] | fc36 | 128 x 1 | 16512 | rectifies |
%[text] | fc37 | 128 x 1 | 16512 | rectifies |
%[text] | fc38 | 128 x 1 | 16512 | rectifies |
%[text] | fc39 | 128 x 1 | 16512 | rectifies |
%[text] | fc40 | 128 x 1 | 16512 | multiplies by a weight matrix and adds a bias, $Wx+b$ |
%[text] | fc41 | 128 x 1 | 16512 | rectifies |
%[text] | fc42 | 128 x 1 | 16512 | rectifies |
%[text] | fc43 | 128 x 1 | 16512 | rectifies |
%[text] | fc44 | 128 x 1 | 16512 | rectifies |
%[text:table]
%%
%[text] ## Code
% a comment that is rather long and goes on and on beyond the width of the page, so that it has to be broken at a blank somewhere
options = struct("InitialLearnRate", 0.01, "Schedule", struct("Kind", "piecewise", "Drop", 0.5, "Period", 10), "MiniBatchSize", 128);
message = "a text in quotes that is so long that it cannot stand on one line of the page even when the code is set a little smaller";
if true
    for k = 1:2
        veryLongFunctionName = @(firstArgument, secondArgument, thirdArgument) firstArgument * secondArgument + thirdArgument;
        y = [1 2 3]'; z = y'; s = 'it''s'; % transposes and quotes
    end
end
%{
a block comment
%}
%[text] ```matlabCodeExample
%[text] x = 1; % an example that is never run
%[text] ```
%%
%[text] ## Outputs
scalar = pi
row = 1:40
tall = (1:150)'.^2 / 7
wide = reshape((1:8*24) * 1000.5, 8, 24)
small = [1e-5 1; 1000 2]
flags = [true false; false true]
bytes = uint8([1 200; 30 4])
none = zeros(0, 3)
z = [1+2i 3-4.5i]
words = ["alpha" "a longer word"; "x" "y"]
name = 'text'
c = {1, "two"; [1 2 3], {4}}
st = struct("a", 1, "b", "text")
sts = struct("a", {1, 2, 3}, "b", "text")
cats = categorical(["red" "green" "red"])
T = table((1:120)', "name" + (1:120)', rand(120, 1) > 2, (1:120)' / 3, VariableNames=["Index" "Name" "Flag" "Third"])
Wide = array2table(magic(16) / 3)
f = @(x) x.^2
nd = ones(2, 2, 2)
fprintf("%s\n", "a long line of output " + join(string(1:60), " "))
warning("a warning that is shown in its own colour")
%%
%[text] ## Figures
surf(peaks(25)), title("Peaks"), xlabel("x")
figure, plot(rand(10, 3)), legend("a", "b", "c"), ylabel("Value")
%%
%[text] %[text:anchor:H_end] ## The end
%[text] #### A heading of the third level
%[text] The last words.
error("Lab:stop", "An error with a message that ends the run.")
