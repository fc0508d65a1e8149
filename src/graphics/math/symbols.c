// graphics/math/symbols.c: the tables of TeX names. To add a symbol, add a row to the table of its
// class.
#include "graphics/math/symbols.h"
#include <string.h>

#define S(name, cp, cls) \
    { name, cp, CLASS_##cls, false }
static const MathSymbol symbols[] = {
    // Greek
    S("alpha", 0x3B1, ORD),
    S("beta", 0x3B2, ORD),
    S("gamma", 0x3B3, ORD),
    S("delta", 0x3B4, ORD),
    S("epsilon", 0x3F5, ORD),
    S("varepsilon", 0x3B5, ORD),
    S("zeta", 0x3B6, ORD),
    S("eta", 0x3B7, ORD),
    S("theta", 0x3B8, ORD),
    S("vartheta", 0x3D1, ORD),
    S("iota", 0x3B9, ORD),
    S("kappa", 0x3BA, ORD),
    S("varkappa", 0x3F0, ORD),
    S("lambda", 0x3BB, ORD),
    S("mu", 0x3BC, ORD),
    S("nu", 0x3BD, ORD),
    S("xi", 0x3BE, ORD),
    S("omicron", 0x3BF, ORD),
    S("pi", 0x3C0, ORD),
    S("varpi", 0x3D6, ORD),
    S("rho", 0x3C1, ORD),
    S("varrho", 0x3F1, ORD),
    S("sigma", 0x3C3, ORD),
    S("varsigma", 0x3C2, ORD),
    S("tau", 0x3C4, ORD),
    S("upsilon", 0x3C5, ORD),
    S("phi", 0x3D5, ORD),
    S("varphi", 0x3C6, ORD),
    S("chi", 0x3C7, ORD),
    S("psi", 0x3C8, ORD),
    S("omega", 0x3C9, ORD),
    S("Alpha", 0x391, ORD),
    S("Beta", 0x392, ORD),
    S("Gamma", 0x393, ORD),
    S("Delta", 0x394, ORD),
    S("Epsilon", 0x395, ORD),
    S("Zeta", 0x396, ORD),
    S("Eta", 0x397, ORD),
    S("Theta", 0x398, ORD),
    S("Iota", 0x399, ORD),
    S("Kappa", 0x39A, ORD),
    S("Lambda", 0x39B, ORD),
    S("Mu", 0x39C, ORD),
    S("Nu", 0x39D, ORD),
    S("Xi", 0x39E, ORD),
    S("Omicron", 0x39F, ORD),
    S("Pi", 0x3A0, ORD),
    S("Rho", 0x3A1, ORD),
    S("Sigma", 0x3A3, ORD),
    S("Tau", 0x3A4, ORD),
    S("Upsilon", 0x3A5, ORD),
    S("Phi", 0x3A6, ORD),
    S("Chi", 0x3A7, ORD),
    S("Psi", 0x3A8, ORD),
    S("Omega", 0x3A9, ORD),
    // ordinary symbols
    S("infty", 0x221E, ORD),
    S("partial", 0x2202, ORD),
    S("nabla", 0x2207, ORD),
    S("ell", 0x2113, ORD),
    S("hbar", 0x210F, ORD),
    S("hslash", 0x210F, ORD),
    S("imath", 0x1D6A4, ORD),
    S("jmath", 0x1D6A5, ORD),
    S("Re", 0x211C, ORD),
    S("Im", 0x2111, ORD),
    S("wp", 0x2118, ORD),
    S("aleph", 0x2135, ORD),
    S("beth", 0x2136, ORD),
    S("gimel", 0x2137, ORD),
    S("daleth", 0x2138, ORD),
    S("emptyset", 0x2205, ORD),
    S("varnothing", 0x2205, ORD),
    S("forall", 0x2200, ORD),
    S("exists", 0x2203, ORD),
    S("nexists", 0x2204, ORD),
    S("neg", 0xAC, ORD),
    S("lnot", 0xAC, ORD),
    S("top", 0x22A4, ORD),
    S("bot", 0x22A5, ORD),
    S("angle", 0x2220, ORD),
    S("measuredangle", 0x2221, ORD),
    S("sphericalangle", 0x2222, ORD),
    S("triangle", 0x25B3, ORD),
    S("square", 0x25A1, ORD),
    S("Box", 0x25A1, ORD),
    S("blacksquare", 0x25A0, ORD),
    S("lozenge", 0x25CA, ORD),
    S("Diamond", 0x25CA, ORD),
    S("diamondsuit", 0x2662, ORD),
    S("heartsuit", 0x2661, ORD),
    S("clubsuit", 0x2663, ORD),
    S("spadesuit", 0x2660, ORD),
    S("flat", 0x266D, ORD),
    S("natural", 0x266E, ORD),
    S("sharp", 0x266F, ORD),
    S("prime", 0x2032, ORD),
    S("backprime", 0x2035, ORD),
    S("surd", 0x221A, ORD),
    S("degree", 0xB0, ORD),
    S("complement", 0x2201, ORD),
    S("eth", 0xF0, ORD),
    S("mho", 0x2127, ORD),
    S("Bbbk", 0x1D55C, ORD),
    S("backslash", 0x5C, ORD),
    S("checkmark", 0x2713, ORD),
    S("dag", 0x2020, ORD),
    S("ddag", 0x2021, ORD),
    S("S", 0xA7, ORD),
    S("P", 0xB6, ORD),
    S("pounds", 0xA3, ORD),
    S("copyright", 0xA9, ORD),
    S("yen", 0xA5, ORD),
    S("circledR", 0xAE, ORD),
    S("euro", 0x20AC, ORD),
    S("AA", 0xC5, ORD),
    S("%", '%', ORD),
    S("$", '$', ORD),
    S("#", '#', ORD),
    S("&", '&', ORD),
    S("_", '_', ORD),
    S("vert", 0x7C, ORD),
    S("|", 0x2016, ORD),
    S("Vert", 0x2016, ORD),
    // dots
    S("ldots", 0x2026, INNER),
    S("dots", 0x2026, INNER),
    S("dotsc", 0x2026, INNER),
    S("dotso", 0x2026, INNER),
    S("cdots", 0x22EF, INNER),
    S("dotsb", 0x22EF, INNER),
    S("dotsm", 0x22EF, INNER),
    S("dotsi", 0x22EF, INNER),
    S("vdots", 0x22EE, ORD),
    S("ddots", 0x22F1, INNER),
    S("iddots", 0x22F0, INNER),
    // binary operators
    S("pm", 0xB1, BIN),
    S("mp", 0x2213, BIN),
    S("times", 0xD7, BIN),
    S("div", 0xF7, BIN),
    S("cdot", 0x22C5, BIN),
    S("ast", 0x2217, BIN),
    S("star", 0x22C6, BIN),
    S("circ", 0x2218, BIN),
    S("bullet", 0x2219, BIN),
    S("cap", 0x2229, BIN),
    S("cup", 0x222A, BIN),
    S("uplus", 0x228E, BIN),
    S("sqcap", 0x2293, BIN),
    S("sqcup", 0x2294, BIN),
    S("vee", 0x2228, BIN),
    S("lor", 0x2228, BIN),
    S("wedge", 0x2227, BIN),
    S("land", 0x2227, BIN),
    S("setminus", 0x2216, BIN),
    S("smallsetminus", 0x2216, BIN),
    S("wr", 0x2240, BIN),
    S("diamond", 0x22C4, BIN),
    S("bigtriangleup", 0x25B3, BIN),
    S("bigtriangledown", 0x25BD, BIN),
    S("triangleleft", 0x25C1, BIN),
    S("triangleright", 0x25B7, BIN),
    S("oplus", 0x2295, BIN),
    S("ominus", 0x2296, BIN),
    S("otimes", 0x2297, BIN),
    S("oslash", 0x2298, BIN),
    S("odot", 0x2299, BIN),
    S("bigcirc", 0x25EF, BIN),
    S("circledast", 0x229B, BIN),
    S("circledcirc", 0x229A, BIN),
    S("dagger", 0x2020, BIN),
    S("ddagger", 0x2021, BIN),
    S("amalg", 0x2A3F, BIN),
    S("ltimes", 0x22C9, BIN),
    S("rtimes", 0x22CA, BIN),
    S("boxplus", 0x229E, BIN),
    S("boxminus", 0x229F, BIN),
    S("boxtimes", 0x22A0, BIN),
    S("boxdot", 0x22A1, BIN),
    S("dotplus", 0x2214, BIN),
    S("divideontimes", 0x22C7, BIN),
    S("intercal", 0x22BA, BIN),
    S("barwedge", 0x22BC, BIN),
    S("veebar", 0x22BB, BIN),
    S("curlyvee", 0x22CE, BIN),
    S("curlywedge", 0x22CF, BIN),
    S("Cap", 0x22D2, BIN),
    S("Cup", 0x22D3, BIN),
    S("centerdot", 0x22C5, BIN),
    // relations
    S("leq", 0x2264, REL),
    S("le", 0x2264, REL),
    S("geq", 0x2265, REL),
    S("ge", 0x2265, REL),
    S("leqslant", 0x2A7D, REL),
    S("geqslant", 0x2A7E, REL),
    S("neq", 0x2260, REL),
    S("ne", 0x2260, REL),
    S("lt", '<', REL),
    S("gt", '>', REL),
    S("equiv", 0x2261, REL),
    S("sim", 0x223C, REL),
    S("simeq", 0x2243, REL),
    S("approx", 0x2248, REL),
    S("approxeq", 0x224A, REL),
    S("cong", 0x2245, REL),
    S("doteq", 0x2250, REL),
    S("doteqdot", 0x2251, REL),
    S("triangleq", 0x225C, REL),
    S("propto", 0x221D, REL),
    S("varpropto", 0x221D, REL),
    S("asymp", 0x224D, REL),
    S("bowtie", 0x22C8, REL),
    S("ll", 0x226A, REL),
    S("gg", 0x226B, REL),
    S("lll", 0x22D8, REL),
    S("ggg", 0x22D9, REL),
    S("prec", 0x227A, REL),
    S("succ", 0x227B, REL),
    S("preceq", 0x2AAF, REL),
    S("succeq", 0x2AB0, REL),
    S("lesssim", 0x2272, REL),
    S("gtrsim", 0x2273, REL),
    S("lessgtr", 0x2276, REL),
    S("gtrless", 0x2277, REL),
    S("subset", 0x2282, REL),
    S("supset", 0x2283, REL),
    S("subseteq", 0x2286, REL),
    S("supseteq", 0x2287, REL),
    S("subsetneq", 0x228A, REL),
    S("supsetneq", 0x228B, REL),
    S("sqsubset", 0x228F, REL),
    S("sqsupset", 0x2290, REL),
    S("sqsubseteq", 0x2291, REL),
    S("sqsupseteq", 0x2292, REL),
    S("in", 0x2208, REL),
    S("notin", 0x2209, REL),
    S("ni", 0x220B, REL),
    S("owns", 0x220B, REL),
    S("vdash", 0x22A2, REL),
    S("dashv", 0x22A3, REL),
    S("models", 0x22A7, REL),
    S("vDash", 0x22A8, REL),
    S("Vdash", 0x22A9, REL),
    S("perp", 0x27C2, REL),
    S("mid", 0x2223, REL),
    S("nmid", 0x2224, REL),
    S("parallel", 0x2225, REL),
    S("nparallel", 0x2226, REL),
    S("smile", 0x2323, REL),
    S("frown", 0x2322, REL),
    S("between", 0x226C, REL),
    S("therefore", 0x2234, REL),
    S("because", 0x2235, REL),
    S("trianglelefteq", 0x22B4, REL),
    S("trianglerighteq", 0x22B5, REL),
    S("nless", 0x226E, REL),
    S("ngtr", 0x226F, REL),
    S("nleq", 0x2270, REL),
    S("ngeq", 0x2271, REL),
    S("nsim", 0x2241, REL),
    S("ncong", 0x2247, REL),
    S("nsubseteq", 0x2288, REL),
    S("nsupseteq", 0x2289, REL),
    S("coloneqq", 0x2254, REL),
    S("eqqcolon", 0x2255, REL),
    S("backsim", 0x223D, REL),
    S("risingdotseq", 0x2253, REL),
    S("fallingdotseq", 0x2252, REL),
    S("eqcirc", 0x2256, REL),
    S("circeq", 0x2257, REL),
    S("bumpeq", 0x224F, REL),
    // arrows
    S("leftarrow", 0x2190, REL),
    S("gets", 0x2190, REL),
    S("rightarrow", 0x2192, REL),
    S("to", 0x2192, REL),
    S("uparrow", 0x2191, REL),
    S("downarrow", 0x2193, REL),
    S("leftrightarrow", 0x2194, REL),
    S("updownarrow", 0x2195, REL),
    S("Leftarrow", 0x21D0, REL),
    S("Rightarrow", 0x21D2, REL),
    S("Uparrow", 0x21D1, REL),
    S("Downarrow", 0x21D3, REL),
    S("Leftrightarrow", 0x21D4, REL),
    S("Updownarrow", 0x21D5, REL),
    S("longleftarrow", 0x27F5, REL),
    S("longrightarrow", 0x27F6, REL),
    S("longleftrightarrow", 0x27F7, REL),
    S("Longleftarrow", 0x27F8, REL),
    S("Longrightarrow", 0x27F9, REL),
    S("implies", 0x27F9, REL),
    S("impliedby", 0x27F8, REL),
    S("iff", 0x27FA, REL),
    S("Longleftrightarrow", 0x27FA, REL),
    S("mapsto", 0x21A6, REL),
    S("longmapsto", 0x27FC, REL),
    S("hookleftarrow", 0x21A9, REL),
    S("hookrightarrow", 0x21AA, REL),
    S("leftharpoonup", 0x21BC, REL),
    S("leftharpoondown", 0x21BD, REL),
    S("rightharpoonup", 0x21C0, REL),
    S("rightharpoondown", 0x21C1, REL),
    S("rightleftharpoons", 0x21CC, REL),
    S("leftrightharpoons", 0x21CB, REL),
    S("nearrow", 0x2197, REL),
    S("searrow", 0x2198, REL),
    S("swarrow", 0x2199, REL),
    S("nwarrow", 0x2196, REL),
    S("leadsto", 0x21DD, REL),
    S("rightsquigarrow", 0x21DD, REL),
    S("twoheadrightarrow", 0x21A0, REL),
    S("rightarrowtail", 0x21A3, REL),
    S("curvearrowright", 0x21B7, REL),
    S("curvearrowleft", 0x21B6, REL),
    S("circlearrowright", 0x21BB, REL),
    S("circlearrowleft", 0x21BA, REL),
    S("leftleftarrows", 0x21C7, REL),
    S("rightrightarrows", 0x21C9, REL),
    S("rightleftarrows", 0x21C4, REL),
    S("leftrightarrows", 0x21C6, REL),
    S("nrightarrow", 0x219B, REL),
    S("nleftarrow", 0x219A, REL),
    S("nRightarrow", 0x21CF, REL),
    // fences and punctuation
    S("lbrace", '{', OPEN),
    S("{", '{', OPEN),
    S("rbrace", '}', CLOSE),
    S("}", '}', CLOSE),
    S("lbrack", '[', OPEN),
    S("rbrack", ']', CLOSE),
    S("langle", 0x27E8, OPEN),
    S("rangle", 0x27E9, CLOSE),
    S("lfloor", 0x230A, OPEN),
    S("rfloor", 0x230B, CLOSE),
    S("lceil", 0x2308, OPEN),
    S("rceil", 0x2309, CLOSE),
    S("lvert", 0x7C, OPEN),
    S("rvert", 0x7C, CLOSE),
    S("lVert", 0x2016, OPEN),
    S("rVert", 0x2016, CLOSE),
    S("lgroup", 0x27EE, OPEN),
    S("rgroup", 0x27EF, CLOSE),
    S("ulcorner", 0x231C, OPEN),
    S("urcorner", 0x231D, CLOSE),
    S("llcorner", 0x231E, OPEN),
    S("lrcorner", 0x231F, CLOSE),
    S("llbracket", 0x27E6, OPEN),
    S("rrbracket", 0x27E7, CLOSE),
    S("colon", ':', PUNCT),
    S("ldotp", '.', PUNCT),
    S("cdotp", 0x22C5, PUNCT),
    // large operators
    {"sum", 0x2211, CLASS_OP, true},
    {"prod", 0x220F, CLASS_OP, true},
    {"coprod", 0x2210, CLASS_OP, true},
    {"bigcap", 0x22C2, CLASS_OP, true},
    {"bigcup", 0x22C3, CLASS_OP, true},
    {"bigvee", 0x22C1, CLASS_OP, true},
    {"bigwedge", 0x22C0, CLASS_OP, true},
    {"bigoplus", 0x2A01, CLASS_OP, true},
    {"bigotimes", 0x2A02, CLASS_OP, true},
    {"bigodot", 0x2A00, CLASS_OP, true},
    {"biguplus", 0x2A04, CLASS_OP, true},
    {"bigsqcup", 0x2A06, CLASS_OP, true},
    {"int", 0x222B, CLASS_OP, false},
    {"iint", 0x222C, CLASS_OP, false},
    {"iiint", 0x222D, CLASS_OP, false},
    {"oint", 0x222E, CLASS_OP, false},
    {"oiint", 0x222F, CLASS_OP, false},
    {"smallint", 0x222B, CLASS_OP, false},
};
#undef S

static const MathAccent accents[] = {
    {"hat", 0x302, false, false},
    {"widehat", 0x302, true, false},
    {"tilde", 0x303, false, false},
    {"widetilde", 0x303, true, false},
    {"bar", 0x304, false, false},
    {"vec", 0x20D7, false, false},
    {"dot", 0x307, false, false},
    {"ddot", 0x308, false, false},
    {"dddot", 0x20DB, false, false},
    {"ddddot", 0x20DC, false, false},
    {"acute", 0x301, false, false},
    {"grave", 0x300, false, false},
    {"breve", 0x306, false, false},
    {"check", 0x30C, false, false},
    {"widecheck", 0x30C, true, false},
    {"mathring", 0x30A, false, false},
    {"overrightarrow", 0x20D7, true, false},
    {"overleftarrow", 0x20D6, true, false},
    {"overleftrightarrow", 0x20E1, true, false},
    {"underrightarrow", 0x20EF, true, true},
    {"underleftarrow", 0x20EE, true, true},
};

static const MathFunction functions[] = {
    {"sin", "sin", false},       {"cos", "cos", false},
    {"tan", "tan", false},       {"cot", "cot", false},
    {"sec", "sec", false},       {"csc", "csc", false},
    {"sinh", "sinh", false},     {"cosh", "cosh", false},
    {"tanh", "tanh", false},     {"coth", "coth", false},
    {"sech", "sech", false},     {"csch", "csch", false},
    {"arcsin", "arcsin", false}, {"arccos", "arccos", false},
    {"arctan", "arctan", false}, {"exp", "exp", false},
    {"log", "log", false},       {"ln", "ln", false},
    {"lg", "lg", false},         {"arg", "arg", false},
    {"deg", "deg", false},       {"dim", "dim", false},
    {"hom", "hom", false},       {"ker", "ker", false},
    {"lim", "lim", true},        {"limsup", "lim sup", true},
    {"liminf", "lim inf", true}, {"max", "max", true},
    {"min", "min", true},        {"sup", "sup", true},
    {"inf", "inf", true},        {"det", "det", true},
    {"gcd", "gcd", true},        {"Pr", "Pr", true},
    {"argmax", "arg max", true}, {"argmin", "arg min", true},
    {"sgn", "sgn", false},       {"sign", "sign", false},
    {"tr", "tr", false},         {"rank", "rank", false},
    {"diag", "diag", false},     {"softmax", "softmax", false},
    {"sinc", "sinc", false},     {"erf", "erf", false},
    {"injlim", "inj lim", true}, {"projlim", "proj lim", true},
};

const MathSymbol *math_symbol_find(const char *name, size_t n) {
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (!strncmp(symbols[i].name, name, n) && !symbols[i].name[n]) return &symbols[i];
    return NULL;
}

const MathAccent *math_accent_find(const char *name, size_t n) {
    for (size_t i = 0; i < sizeof accents / sizeof *accents; i++)
        if (!strncmp(accents[i].name, name, n) && !accents[i].name[n]) return &accents[i];
    return NULL;
}

const MathFunction *math_function_find(const char *name, size_t n) {
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (!strncmp(functions[i].name, name, n) && !functions[i].name[n]) return &functions[i];
    return NULL;
}

int math_symbol_count(void) {
    return (int)(sizeof symbols / sizeof *symbols + sizeof accents / sizeof *accents +
                 sizeof functions / sizeof *functions);
}

const char *math_symbol_name(int i, int *ret_n_arguments) {
    int n_symbols = (int)(sizeof symbols / sizeof *symbols),
        n_accents = (int)(sizeof accents / sizeof *accents);
    *ret_n_arguments = 0;
    if (i < n_symbols) return symbols[i].name;
    i -= n_symbols;
    if (i < n_accents) {
        *ret_n_arguments = 1;
        return accents[i].name;
    }
    return functions[i - n_accents].name;
}

MathClass math_char_class(uint32_t c, uint32_t *ret) {
    *ret = c;
    switch (c) {
    case '-': *ret = 0x2212; return CLASS_BIN;
    case '*': *ret = 0x2217; return CLASS_BIN;
    case '+': return CLASS_BIN;
    case '=':
    case '<':
    case '>':
    case ':': return CLASS_REL;
    case '(':
    case '[': return CLASS_OPEN;
    case ')':
    case ']':
    case '!':
    case '?': return CLASS_CLOSE;
    case ',':
    case ';': return CLASS_PUNCT;
    case '`': *ret = 0x2018; return CLASS_ORD;
    default: break;
    }
    if (c < 0x80) return CLASS_ORD;
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (symbols[i].code_point == c) return (MathClass)symbols[i].math_class;
    return CLASS_ORD;
}

// ---- alphabets --------------------------------------------------------------------------------

/// Letters that Unicode had before it added the mathematical alphabets.
static uint32_t hole_fill(uint32_t c) {
    static const uint32_t holes[][2] = {
        {0x1D455, 0x210E}, {0x1D49D, 0x212C}, {0x1D4A0, 0x2130}, {0x1D4A1, 0x2131},
        {0x1D4A3, 0x210B}, {0x1D4A4, 0x2110}, {0x1D4A7, 0x2112}, {0x1D4A8, 0x2133},
        {0x1D4AD, 0x211B}, {0x1D4BA, 0x212F}, {0x1D4BC, 0x210A}, {0x1D4C4, 0x2134},
        {0x1D506, 0x212D}, {0x1D50B, 0x210C}, {0x1D50C, 0x2111}, {0x1D515, 0x211C},
        {0x1D51D, 0x2128}, {0x1D53A, 0x2102}, {0x1D53F, 0x210D}, {0x1D545, 0x2115},
        {0x1D547, 0x2119}, {0x1D548, 0x211A}, {0x1D549, 0x211D}, {0x1D551, 0x2124},
    };
    for (size_t i = 0; i < sizeof holes / sizeof *holes; i++)
        if (holes[i][0] == c) return holes[i][1];
    return c;
}

/// Start of the Latin capitals of an alphabet; 0: leave them upright.
static uint32_t latin_start(MathAlphabet alphabet) {
    switch (alphabet) {
    case ALPHABET_DEFAULT:
    case ALPHABET_ITALIC: return 0x1D434;
    case ALPHABET_BOLD: return 0x1D400;
    case ALPHABET_BOLD_ITALIC: return 0x1D468;
    case ALPHABET_SANS: return 0x1D5A0;
    case ALPHABET_MONO: return 0x1D670;
    case ALPHABET_BLACKBOARD: return 0x1D538;
    case ALPHABET_SCRIPT: return 0x1D49C;
    case ALPHABET_FRAKTUR: return 0x1D504;
    default: return 0;
    }
}

/// Start of the Greek capitals; small letters follow 26 later, the variant forms 51 later.
static uint32_t greek_start(MathAlphabet alphabet, bool capital) {
    switch (alphabet) {
    case ALPHABET_DEFAULT: return capital ? 0 : 0x1D6E2;
    case ALPHABET_ITALIC: return 0x1D6E2;
    case ALPHABET_BOLD: return 0x1D6A8;
    case ALPHABET_BOLD_ITALIC: return 0x1D71C;
    case ALPHABET_SCRIPT:
    case ALPHABET_FRAKTUR:
    case ALPHABET_BLACKBOARD:
    case ALPHABET_SANS:
    case ALPHABET_MONO: return capital ? 0 : 0x1D6E2;
    default: return 0;
    }
}

static uint32_t digit_start(MathAlphabet alphabet) {
    switch (alphabet) {
    case ALPHABET_BOLD:
    case ALPHABET_BOLD_ITALIC: return 0x1D7CE;
    case ALPHABET_BLACKBOARD: return 0x1D7D8;
    case ALPHABET_SANS: return 0x1D7E2;
    case ALPHABET_MONO: return 0x1D7F6;
    default: return 0;
    }
}

static uint32_t greek_map(MathAlphabet alphabet, uint32_t c) {
    static const uint32_t variants[] = {0x2202, 0x3F5, 0x3D1, 0x3F0, 0x3D5, 0x3F1, 0x3D6};
    bool capital = c >= 0x391 && c <= 0x3A9;
    uint32_t start = greek_start(alphabet, capital);
    if (c == 0x2207) { // nabla follows the capitals but stays upright unless bold
        if (alphabet == ALPHABET_BOLD) return 0x1D6C1;
        return alphabet == ALPHABET_BOLD_ITALIC ? 0x1D735 : c;
    }
    if (!start) return c;
    if (capital) return start + (c - 0x391);
    if (c >= 0x3B1 && c <= 0x3C9) return start + 26 + (c - 0x3B1);
    for (uint32_t i = 0; i < 7; i++)
        if (variants[i] == c) return start + 51 + i;
    return c;
}

uint32_t math_alphabet_map(MathAlphabet alphabet, uint32_t c) {
    uint32_t start;
    if (c >= 'A' && c <= 'Z')
        return (start = latin_start(alphabet)) ? hole_fill(start + (c - 'A')) : c;
    if (c >= 'a' && c <= 'z')
        return (start = latin_start(alphabet)) ? hole_fill(start + 26 + (c - 'a')) : c;
    if (c >= '0' && c <= '9') return (start = digit_start(alphabet)) ? start + (c - '0') : c;
    return greek_map(alphabet, c);
}
