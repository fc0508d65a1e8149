// nn/report.c: networks as text.
#include "nn/network.h"
#include <stdio.h>
#include <string.h>

static void put_count(Buf *out, Index n) {
    if (n >= 1000000)
        buf_printf(out, "%.1fM", (double)n / 1e6);
    else if (n >= 1000)
        buf_printf(out, "%.1fk", (double)n / 1e3);
    else
        buf_printf(out, "%lld", (long long)n);
}

void network_summary(const Network *net, Buf *out) {
    buf_printf(out, "   Initialized: %s\n\n", net->initialized ? "true" : "false");
    if (net->initialized) {
        buf_puts(out, "   Number of learnables: ");
        put_count(out, network_n_weights(net));
        buf_puts(out, "\n\n");
    }
    Connection inputs[64];
    int n = network_inputs(net, inputs, 64);
    buf_puts(out, "   Inputs:\n");
    for (int i = 0; i < n && i < 64; i++) {
        char name[160];
        network_port_text(net, false, inputs[i].to, inputs[i].to_port, name, sizeof name);
        buf_printf(out, "      %d   '%s'   ", i + 1, name);
        const Layer *layer = net->layers[inputs[i].to];
        if (layer->n_in == 0) layer->def->describe(layer, out);
        buf_putc(out, '\n');
    }
}

/// Columns of a row in characters, not bytes: a multiplication sign is one.
static void put_padded(Buf *out, const char *text, int width) {
    int n = 0;
    for (const char *c = text; *c; c++) n += (*c & 0xC0) != 0x80;
    buf_puts(out, text);
    buf_pad(out, ' ', width > n ? width - n : 1);
}

static int text_width(const char *text) {
    int n = 0;
    for (; *text; text++) n += (*text & 0xC0) != 0x80;
    return n;
}

enum { COLUMNS = 4 };

/// Texts of one row: name, type, output size, learnables.
static void row_texts(const Network *net, int i, Buf *cell) {
    const Layer *l = net->layers[i];
    const DataSpec *specs = network_layer_specs(net);
    for (int c = 0; c < COLUMNS; c++) buf_clear(&cell[c]);
    buf_puts(&cell[0], l->name);
    buf_puts(&cell[1], l->def->summary);
    char text[256] = "";
    if (specs && specs[i].n > 0) spec_describe(&specs[i], text, sizeof text);
    buf_puts(&cell[2], text);
    for (Index k = 0; k < net->n_learnables; k++) {
        if (net->learnables[k].layer != i || !net->learnables[k].value) continue;
        shape_format(&net->learnables[k].value->value->shape, "\xc3\x97", text, sizeof text);
        buf_printf(&cell[3], "%s%s %s", cell[3].len ? ", " : "", net->learnables[k].name->parameter,
                   text);
    }
    if (cell[3].len == 0) buf_puts(&cell[3], "-");
}

Status network_analyze(Ctx *ctx, const Network *net, Buf *out) {
    static const char *const titles[COLUMNS] = {"Name", "Type", "Output size", "Learnables"};
    int width[COLUMNS];
    Buf cell[COLUMNS] = {BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT};
    for (int c = 0; c < COLUMNS; c++) width[c] = text_width(titles[c]);
    for (int i = 0; i < net->n_layers; i++) {
        row_texts(net, i, cell);
        for (int c = 0; c < COLUMNS; c++)
            if (text_width(buf_text(&cell[c])) > width[c])
                width[c] = text_width(buf_text(&cell[c]));
    }
    buf_puts(out, "        ");
    for (int c = 0; c < COLUMNS; c++)
        put_padded(out, titles[c], c + 1 < COLUMNS ? width[c] + 3 : 0);
    buf_putc(out, '\n');
    for (int i = 0; i < net->n_layers; i++) {
        row_texts(net, i, cell);
        buf_printf(out, "%5d   ", i + 1);
        for (int c = 0; c < COLUMNS; c++)
            put_padded(out, buf_text(&cell[c]), c + 1 < COLUMNS ? width[c] + 3 : 0);
        buf_putc(out, '\n');
    }
    buf_puts(out, "\n   Number of learnables: ");
    put_count(out, network_n_weights(net));
    buf_putc(out, '\n');
    bool failed = out->failed;
    for (int c = 0; c < COLUMNS; c++) {
        failed = failed || cell[c].failed;
        buf_done(&cell[c]);
    }
    return failed ? ctx_fail_nomem(ctx) : OK;
}
