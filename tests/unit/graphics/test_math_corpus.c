// A corpus of equations as they stand in course texts on calculus, linear algebra, probability and
// deep learning (written for this test): each must typeset without a note, within sane bounds, and
// draw only glyphs and rules.
#include "graphics/math.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char *const corpus[] = {
    "\\frac{\\partial L}{\\partial w_{ij}^{(l)}} = \\delta_j^{(l)} a_i^{(l-1)}",
    "\\delta^{(l)} = \\left(W^{(l+1)}\\right)^\\top \\delta^{(l+1)} \\odot "
    "\\sigma'\\!\\left(z^{(l)}\\right)",
    "\\sigma(x) = \\frac{1}{1+e^{-x}}, \\qquad \\sigma'(x) = \\sigma(x)\\bigl(1-\\sigma(x)\\bigr) "
    "\\leq \\tfrac{1}{4}",
    "\\mathrm{ReLU}(x) = \\max(0, x) = \\begin{cases} x & \\text{if } x > 0 \\\\ 0 & "
    "\\text{otherwise} \\end{cases}",
    "\\left\\| \\frac{\\partial \\mathcal{L}}{\\partial W_1} \\right\\| \\le \\prod_{l=2}^{L} "
    "\\left\\| W_l \\right\\| \\cdot \\left| \\sigma'(z_l) \\right|",
    "W_{t+1} = W_t - \\eta \\frac{\\hat{m}_t}{\\sqrt{\\hat{v}_t} + \\epsilon}",
    "m_t = \\beta_1 m_{t-1} + (1-\\beta_1) g_t, \\quad v_t = \\beta_2 v_{t-1} + (1-\\beta_2) g_t^2",
    "\\operatorname{softmax}(z)_k = \\frac{\\exp(z_k)}{\\sum_{j=1}^{K} \\exp(z_j)}",
    "\\mathcal{L}(\\theta) = -\\frac{1}{N} \\sum_{n=1}^{N} \\sum_{k=1}^{K} t_{nk} \\ln y_{nk}",
    "\\theta^{*} = \\operatorname*{arg\\,min}_{\\theta \\in \\Theta} \\mathbb{E}_{(x,y)\\sim "
    "p}\\left[ \\ell(f_\\theta(x), y) \\right]",
    "\\mathrm{Var}[W] = \\frac{2}{n_{\\text{in}} + n_{\\text{out}}}",
    "\\hat{x} = \\frac{x - \\mu_B}{\\sqrt{\\sigma_B^2 + \\epsilon}}, \\quad y = \\gamma \\hat{x} + "
    "\\beta",
    "\\mathrm{Attention}(Q,K,V) = "
    "\\operatorname{softmax}\\left(\\frac{QK^{\\top}}{\\sqrt{d_k}}\\right)V",
    "e^{i\\pi} + 1 = 0",
    "a^2 + b^2 = c^2",
    "x = \\frac{-b \\pm \\sqrt{b^2-4ac}}{2a}",
    "\\int_{-\\infty}^{\\infty} e^{-x^2}\\,dx = \\sqrt{\\pi}",
    "\\lim_{n\\to\\infty}\\left(1+\\frac{1}{n}\\right)^n = e",
    "\\sum_{k=0}^{n} \\binom{n}{k} x^k y^{n-k} = (x+y)^n",
    "f'(x) = \\lim_{h \\to 0} \\frac{f(x+h)-f(x)}{h}",
    "\\frac{d^2y}{dx^2} + \\omega^2 y = 0",
    "\\ddot{q} + 2\\zeta\\omega_0 \\dot{q} + \\omega_0^2 q = 0",
    "\\nabla \\times \\vec{B} = \\mu_0 \\vec{J} + \\mu_0\\varepsilon_0 \\frac{\\partial "
    "\\vec{E}}{\\partial t}",
    "\\oint_{\\partial S} \\vec{F}\\cdot d\\vec{r} = \\iint_S (\\nabla\\times\\vec{F})\\cdot "
    "d\\vec{S}",
    "\\iiint_V \\nabla\\cdot\\mathbf{F}\\,dV",
    "\\int_0^{2\\pi}\\!\\!\\int_0^R r\\,dr\\,d\\theta = \\pi R^2",
    "A = \\begin{pmatrix} a_{11} & \\cdots & a_{1n} \\\\ \\vdots & \\ddots & \\vdots \\\\ a_{m1} & "
    "\\cdots & a_{mn} \\end{pmatrix}",
    "\\det\\begin{bmatrix} a & b \\\\ c & d \\end{bmatrix} = \\begin{vmatrix} a & b \\\\ c & d "
    "\\end{vmatrix} = ad - bc",
    "\\begin{Bmatrix} 1 & 2 \\end{Bmatrix} \\begin{Vmatrix} 3 \\end{Vmatrix} \\begin{smallmatrix} "
    "1 & 0 \\\\ 0 & 1 \\end{smallmatrix}",
    "\\begin{aligned} y &= mx + b \\\\ &= 2x + 1 \\end{aligned}",
    "\\begin{align*} a &= b & c &= d \\\\ e &= f & g &= h \\end{align*}",
    "\\left[\\begin{array}{cc|c} 1 & 2 & 3 \\\\ 4 & 5 & 6 \\\\ \\hline 7 & 8 & 9 "
    "\\end{array}\\right]",
    "\\begin{gathered} a = b \\\\ c = d + e \\end{gathered}",
    "\\begin{split} a &= b \\\\ &= c \\end{split}",
    "A\\mathbf{x} = \\lambda\\mathbf{x}, \\quad A = U\\Sigma V^{*}",
    "\\mathbf{W}\\in\\mathbb{R}^{m\\times n}",
    "P(A \\mid B) = \\frac{P(B \\mid A)\\,P(A)}{P(B)}",
    "X \\sim \\mathcal{N}(\\mu, \\sigma^2)",
    "p(x) = \\frac{1}{\\sqrt{2\\pi\\sigma^2}} \\exp\\!\\left( -\\frac{(x-\\mu)^2}{2\\sigma^2} "
    "\\right)",
    "D_{\\mathrm{KL}}(p \\,\\|\\, q) = \\sum_i p_i \\log \\frac{p_i}{q_i}",
    "\\overline{z_1 + z_2} = \\bar z_1 + \\bar z_2",
    "\\hat{f}(\\xi) = \\int_{\\mathbb{R}} f(x) e^{-2\\pi i x \\xi}\\,dx",
    "\\forall \\varepsilon > 0\\ \\exists \\delta > 0 : |x - a| < \\delta \\Rightarrow |f(x)-L| < "
    "\\varepsilon",
    "A \\cup B = \\{ x \\mid x \\in A \\lor x \\in B \\}",
    "\\emptyset \\subseteq A \\subset B \\supset C, \\quad x \\notin A",
    "\\bigcup_{i\\in I} A_i \\cap \\bigcap_{j} B_j",
    "f \\colon X \\to Y, \\quad x \\mapsto x^2",
    "A \\xrightarrow{\\;f\\;} B \\xleftarrow[g]{} C",
    "a \\equiv b \\pmod{n}",
    "x \\bmod 2",
    "\\underbrace{a + a + \\cdots + a}_{n \\text{ times}} = na",
    "\\overbrace{1 + 2}^{3} + \\underline{x} + \\widehat{xyz} + \\widetilde{ab}",
    "\\sqrt[n]{1 + \\sqrt{1 + \\sqrt{1 + x}}}",
    "\\cfrac{1}{1 + \\cfrac{1}{1 + \\cfrac{1}{x}}}",
    "{n \\choose k} = \\frac{n!}{k!(n-k)!}",
    "\\dbinom{n}{k} \\tbinom{n}{k}",
    "\\sum_{\\substack{0 \\le i \\le m \\\\ 0 < j < n}} P(i, j)",
    "\\stackrel{\\mathrm{def}}{=} \\overset{*}{\\to} \\underset{x}{\\max}",
    "\\left. \\frac{\\partial f}{\\partial x} \\right|_{x=0}",
    "\\left\\langle \\psi \\middle| \\hat{H} \\middle| \\psi \\right\\rangle",
    "\\left\\lfloor \\frac{n}{2} \\right\\rfloor + \\left\\lceil \\frac{n}{2} \\right\\rceil",
    "\\mathcal{ABCXYZ} \\mathfrak{ABCxyz} \\mathbb{CHNPQRZ} \\mathsf{sans} \\mathtt{mono} "
    "\\mathit{italic} \\mathbf{bold} \\mathscr{L}",
    "\\alpha \\beta \\gamma \\delta \\epsilon \\zeta \\eta \\theta \\iota \\kappa \\lambda \\mu "
    "\\nu \\xi \\pi \\rho \\sigma \\tau \\upsilon \\phi \\chi \\psi \\omega",
    "\\Gamma \\Delta \\Theta \\Lambda \\Xi \\Pi \\Sigma \\Upsilon \\Phi \\Psi \\Omega",
    "\\varepsilon \\vartheta \\varpi \\varrho \\varsigma \\varphi",
    "{\\color{red} x} + \\textcolor{blue}{y} + \\color[rgb]{0,0.5,0}z",
    "\\text{loss} = 0.5\\% \\ \\text{of } \\$100 \\ \\& \\ \\#1",
    "\\mathop{\\mathrm{tr}} A \\mathbin{\\star} B \\mathrel{\\rho} C",
    "\\displaystyle\\sum_{i} \\textstyle\\sum_{i} \\scriptstyle x",
    "a\\,b\\:c\\;d\\!e\\quad f\\qquad g\\ h~i",
    "\\phantom{x} \\hphantom{y} \\vphantom{\\int} \\smash{z}",
    "\\boxed{E = mc^2} \\cancel{x}",
    "x' + y'' + f'_n + g'^2",
    "{}^{14}_{6}\\mathrm{C}",
    "x_{i_{j_k}}^{a^{b^c}}",
    "10^{-6} \\ll 1 \\gg 0",
    "\\not= \\not\\in \\neq",
    "\\sin^2\\theta + \\cos^2\\theta = 1",
    "\\arcsin x + \\ln y + \\log_{10} z + \\exp w",
    "\\limsup_{n} a_n \\ge \\liminf_n a_n",
    "\\bigl( \\Bigl[ \\biggl\\{ \\Biggl| x \\Biggr| \\biggr\\} \\Bigr] \\bigr)",
    "\\ldots \\cdots \\vdots \\ddots \\dots",
    "\\leftarrow \\rightarrow \\Leftrightarrow \\uparrow \\downarrow \\nearrow \\hookrightarrow "
    "\\rightleftharpoons",
    "\\hspace{1em} \\rule{1em}{0.5em} \\kern3mu x",
    "\\mathring{A} \\acute{a} \\grave{b} \\check{c} \\breve{d} \\ddot{e} \\dddot{f}",
    "\\overrightarrow{AB} \\overleftarrow{CD} \\vec{v}",
    "h_t = \\tanh(W_{hh} h_{t-1} + W_{xh} x_t + b_h)",
    "\\frac{\\partial h_t}{\\partial h_k} = \\prod_{i=k+1}^{t} \\frac{\\partial h_i}{\\partial "
    "h_{i-1}}",
    "g = \\frac{1}{N}\\sum_{n=1}^N \\nabla_\\theta \\ell_n \\approx \\mathbb{E}[\\nabla_\\theta "
    "\\ell]",
    "\\left|\\lambda_{\\max}\\right| > 1 \\implies \\text{explode}",
    "0.25^{10} \\approx 9.5\\times 10^{-7}",
    "28\\times 28\\times 1",
    "O(n \\log n)",
    "45^{\\circ}",
    "x'+f''(x)+y'^2_n+g'''",
    "\\sqrt{x}+\\sqrt{x^2+y^2}+\\sqrt[3]{\\frac{a}{b}}+\\sqrt{\\sqrt{\\sqrt{x}}}",
    "\\hat{x}\\ \\hat{f}\\ \\bar{x}\\ \\vec{v}\\ \\dot{x}\\ \\ddot{y}\\ \\tilde{A}\\ \\check{a}\\ "
    "\\breve{g}\\ \\acute{e}\\ \\grave{o}\\ \\mathring{A}\\ \\dddot{x}",
    "\\widehat{x}\\ \\widehat{xy}\\ \\widehat{xyz}\\ \\widetilde{ab}\\ \\widetilde{abcd}\\ "
    "\\overline{AB}\\ \\underline{xy}\\ \\overrightarrow{AB}\\ \\overleftarrow{ABC}\\ "
    "\\overleftrightarrow{xyz}\\ \\underrightarrow{abc}",
    "\\overbrace{a+b+c}^{n}+\\underbrace{x+y+z}_{m\\text{ terms}}\\ \\overbracket{abc}\\ "
    "\\underbracket{abc}\\ \\overparen{abc}\\ \\underparen{abc}\\ \\overgroup{abc}",
    "\\left(\\frac{a}{b}\\right)\\left[\\frac{\\frac{a}{b}}{c}\\right]\\left\\{\\sum_{i}^n "
    "x\\right\\}\\left|\\frac{x}{y}\\right|\\left\\|x\\right\\|\\left\\langle\\frac "
    "ab\\right\\rangle\\left\\lfloor\\frac ab\\right\\rceil\\left\\uparrow\\frac "
    "ab\\right\\Downarrow",
    "\\bigl(\\Bigl(\\biggl(\\Biggl( x\\Biggr)\\biggr)\\Bigr)\\bigr)\\ \\big|\\Big|\\bigg|\\Bigg|\\ "
    "\\big\\|\\Big\\|\\bigg\\|\\Bigg\\|\\ \\big/\\Big/\\bigg/\\Bigg/\\ "
    "\\big\\langle\\Big\\langle\\bigg\\langle\\Bigg\\langle\\ \\big\\{\\Big\\{\\bigg\\{\\Bigg\\{",
    "\\begin{pmatrix} 1&2\\\\3&4\\\\5&6\\\\7&8\\\\9&10 \\end{pmatrix}\\begin{bmatrix} "
    "1&2\\\\3&4\\\\5&6\\\\7&8\\\\9&10 \\end{bmatrix}\\begin{Bmatrix} "
    "1&2\\\\3&4\\\\5&6\\\\7&8\\\\9&10 \\end{Bmatrix}\\begin{vmatrix} "
    "1&2\\\\3&4\\\\5&6\\end{vmatrix}\\begin{Vmatrix} 1&2\\\\3&4 \\end{Vmatrix}",
    "f(x)=\\begin{cases} x^2 & \\text{if } x\\ge 0\\\\ -x & \\text{otherwise}\\end{cases}\\qquad "
    "\\begin{rcases} a\\\\b\\end{rcases}\\Rightarrow c\\qquad "
    "\\left(\\begin{smallmatrix}a&b\\\\c&d\\end{smallmatrix}\\right)",
    "\\begin{aligned} y &= mx+b & z &= 3\\\\ &= \\frac{a}{b}+2 & w&=4 "
    "\\end{aligned}\\qquad\\begin{array}{|l|c:r|}\\hline a&bb&c\\\\ \\hline\\hline 111&2&333\\\\ "
    "\\hdashline x&y&z\\\\ \\hline\\end{array}",
    "\\sum_{i=1}^n\\prod_{k}^m\\int_0^\\infty\\oint_C\\iint_D\\iiint_V\\bigcup_{i}"
    "\\bigcap\\bigoplus_a^b\\bigotimes\\coprod\\bigvee\\bigwedge\\biguplus\\bigsqcup\\bigodot",
    "\\sum_{i=1}^n\\prod_{k}^m\\int_0^\\infty\\oint_C\\iint_D\\iiint_V\\bigcup_{i}"
    "\\bigcap\\bigoplus_a^b\\bigotimes\\coprod\\bigvee\\bigwedge",
    "\\lim_{n\\to\\infty}\\max_{x\\in "
    "A}\\operatorname*{arg\\,max}_\\theta\\limsup_n\\varliminf\\varinjlim\\inf_{x}"
    "\\det\\gcd\\Pr\\injlim",
    "A\\xrightarrow{f}B\\xleftarrow[\\text{below}]{\\text{above}}C\\xmapsto{x}D\\xhookrightarrow{}"
    "E\\xRightarrow{abc}F\\xleftrightarrow{abc}G\\xrightleftharpoons[a]{b}H\\xlongequal{def}I",
    "\\cancel{x}\\ \\bcancel{xyz}\\ \\xcancel{5}\\ \\cancelto{0}{x-1}\\ \\sout{abc}\\ "
    "\\boxed{E=mc^2}\\ \\colorbox{yellow}{box}\\ \\fcolorbox{red}{lightgray}{$x^2$}\\ "
    "\\fbox{text}\\ {\\color{red}x}+\\textcolor{blue}{y}\\ \\not=\\ \\not\\in\\ \\not\\subset\\ "
    "\\not R",
    "\\mathbb{ABCNQRZ}\\ \\mathcal{ABCLNF}\\ \\mathscr{ABC}\\ \\mathfrak{ABCabc}\\ "
    "\\mathsf{ABCabc}\\ \\mathtt{ABCabc}\\ \\mathbf{ABCabc123}\\ \\boldsymbol{\\alpha\\beta\\Sigma "
    "x1\\nabla}\\ \\bm{\\mathcal{L}}\\ \\mathit{diff}\\ \\mathrm{diff}",
    "\\alpha\\beta\\gamma\\delta\\epsilon\\varepsilon\\zeta\\eta\\theta\\vartheta\\iota\\kappa\\var"
    "kappa\\lambda\\mu\\nu\\xi\\pi\\varpi\\rho\\varrho\\sigma\\varsigma\\tau\\upsilon\\phi\\varphi"
    "\\chi\\psi\\omega\\digamma\\ "
    "\\Gamma\\Delta\\Theta\\Lambda\\Xi\\Pi\\Sigma\\Upsilon\\Phi\\Psi\\Omega\\ \\varGamma\\varDelta",
    "\\binom{n}{k}\\ \\dbinom{n}{k}\\ \\tbinom nk\\ {n\\choose k}\\ {n\\brack k}\\ "
    "\\genfrac\\{\\}{0pt}{}{n}{k}\\ \\cfrac{1}{1+\\cfrac{1}{1+\\cfrac{1}{x}}}\\ "
    "\\frac{1}{1+\\frac{1}{x}}\\ \\tfrac12\\ x^{\\frac12}",
    "a,\\ldots,b\\ a+\\cdots+b\\ \\vdots\\ \\ddots\\ \\iddots\\ a\\dots b\\ \\overset{!}{=}\\ "
    "\\underset{x}{\\min}\\ \\stackrel{\\mathrm{def}}{=}\\ \\overset{a}{X}\\ "
    "\\overunderset{a}{b}{=}",
    "x\\bmod 2\\quad a\\equiv b\\pmod{n}\\quad a\\mod b\\quad f\\colon A\\to B\\quad p\\iff "
    "q\\quad p\\implies q\\ \\bra{\\psi}\\ket{\\phi}\\braket{a|b}\\Braket{\\frac ab}\\set{x|y}",
    "{}^{14}_{6}\\mathrm{C}\\ \\sideset{_a^b}{_c^d}\\prod_i^n\\ \\prescript{4}{12}{\\mathbf C}\\ "
    "\\sum_{\\substack{i<n\\\\j<m}}\\ \\TeX\\ \\LaTeX\\ \\smash{\\frac ab}\\ {\\large x}{\\Large "
    "x}{\\LARGE x}{\\small x}{\\tiny x}",
    "\\left(\\begin{array}{*{3}{c}|r} 1&2&3&4 \\end{array}\\right)",
    "\\begin{alignat}{2} a&=b &\\quad c&=d \\end{alignat}",
    "\\begin{pmatrix*}[r] -1 & 2 \\\\ 3 & -4 \\end{pmatrix*}",
    "\\mathchoice{D}{T}{S}{SS}\\ \\textstyle\\mathchoice{D}{T}{S}{SS}",
    "\\raisebox{0.5ex}{up}\\ \\vcenter{\\frac{a}{b}}\\ \\mathllap{x}y\\ \\mathclap{abc}\\ \\strut",
    "\\color[HTML]{CC0000}x\\ \\textcolor{red!50!blue}{y}\\ \\color[gray]{0.5}z",
    "\\verb|a_b|\\ \\href{http://example.org}{link}\\ \\url{x.org}",
    "\\aleph\\beth\\complement\\eth\\Finv\\Game\\mho\\maltese\\bigstar\\blacktriangle\\circledR\\ye"
    "n",
    "a\\lessapprox b\\gtrapprox c\\precnsim d\\succnapprox e\\nsubseteq f\\trianglelefteq "
    "g\\bumpeq h",
    "\\curvearrowleft\\upharpoonright\\looparrowright\\multimap\\rightsquigarrow\\Lleftarrow\\upupa"
    "rrows",
    "x\\boxplus y\\circledast z\\curlywedge w\\leftthreetimes u\\dotplus v\\divideontimes t",
    "\\kern1em x\\mkern18mu y\\hskip 2mu z\\hspace*{1em}\\mspace{-3mu}w",
};

static void every_equation_is_clean(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    for (size_t i = 0; i < sizeof corpus / sizeof *corpus; i++)
        for (int display = 0; display < 2; display++) {
            MathLayout *layout = NULL;
            char *note = NULL;
            assert_int_equal(
                math_layout(&ctx, corpus[i], strlen(corpus[i]), 12, display, &layout, &note), OK);
            if (note) print_message("%s: %s\n", corpus[i], note);
            assert_null(note);
            MathBox box = math_box(layout);
            assert_true(box.width > 5 && box.width < 1200);
            assert_true(box.ascent > 2 && box.ascent < 160 && box.descent >= 0 &&
                        box.descent < 120);
            Scene *scene = scene_new(900, 300);
            math_draw(layout, scene, 0, 150, 0, (Color){0, 0, 0, 1});
            Index n_glyphs = 0;
            for (Index k = 0; k < scene->n_items; k++) {
                const SceneItem *item = &scene->items[k];
                assert_true(item->kind == SCENE_GLYPHS || item->kind == SCENE_PATH);
                if (item->kind != SCENE_GLYPHS) continue;
                n_glyphs += item->n_glyphs;
                for (Index g = 0; g < item->n_glyphs; g++) {
                    assert_true(item->glyphs[g] != 0);
                    assert_true(item->glyph_xy[2 * g] > -10 &&
                                item->glyph_xy[2 * g] < box.width + 10);
                }
            }
            assert_true(n_glyphs > 0 && !scene->failed);
            scene_free(scene);
            math_free(layout);
        }
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_equation_is_clean)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
