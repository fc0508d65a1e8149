// bench/step.c: the step of training_step.m written in C on the nn room: what is left when the language is taken away.
// Usage: bench_step DEPTH WIDTH [STEPS]. Prints the median step in milliseconds.
#include "nn/loss.h"
#include "nn/network.h"
#include "nn/optimizer.h"
#include "tensor/kernels/kernels.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BATCH = 128, MAX_LAYERS = 64, MAX_STEPS = 10000 };

static void check(Ctx *ctx, Status status) {
    if (status == OK) return;
    fprintf(stderr, "bench_step: %s\n", ctx->error.message);
    exit(1);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static Network *net_make(Ctx *ctx, NnState *nn, int depth, int width) {
    Layer *layers[MAX_LAYERS];
    char text[32];
    int n = 0;
    check(ctx, layer_make(ctx, "featureInputLayer", "784", &layers[n++]));
    snprintf(text, sizeof text, "%d", width);
    for (int i = 0; i < depth; i++) {
        check(ctx, layer_make(ctx, "fullyConnectedLayer", text, &layers[n++]));
        check(ctx, layer_make(ctx, "reluLayer", "", &layers[n++]));
    }
    check(ctx, layer_make(ctx, "fullyConnectedLayer", "10", &layers[n++]));
    check(ctx, layer_make(ctx, "softmaxLayer", "", &layers[n++]));
    Network *net;
    check(ctx, network_from_layers(ctx, layers, n, &net));
    while (n > 0) layer_unref(layers[--n]);
    check(ctx, network_initialize(nn, net, NULL, 0));
    return net;
}

static DlArray *array_of(Ctx *ctx, NnState *nn, Tensor *t) {
    DlArray *x;
    check(ctx, dlarray_take(nn, t, "CB", &x));
    return x;
}

int main(int argc, char **argv) {
    int depth = argc > 1 ? atoi(argv[1]) : 4, width = argc > 2 ? atoi(argv[2]) : 128, steps = argc > 3 ? atoi(argv[3]) : 200;
    if (depth < 1 || 2 * depth + 3 > MAX_LAYERS || width < 1 || steps < 1 || steps > MAX_STEPS) return 2;
    static double times[MAX_STEPS], averages[MAX_LAYERS][MAX_STEPS];
    Ctx ctx;
    ctx_init(&ctx);
    Rng rng;
    rng_seed(&rng, 0);
    NnState *nn = nnstate_new(&ctx, &rng);
    if (!nn) return 1;
    Network *net = net_make(&ctx, nn, depth, width);
    Tensor *pixels, *hot, *state1[2 * MAX_LAYERS] = {0}, *state2[2 * MAX_LAYERS] = {0};
    Shape in = shape_2d(784, BATCH), out = shape_2d(10, BATCH);
    check(&ctx, tensor_new(&ctx, CLASS_SINGLE, &in, &pixels));
    check(&ctx, tensor_zeros(&ctx, CLASS_SINGLE, &out, &hot));
    for (Index i = 0; i < pixels->numel; i++) tensor_f32(pixels)[i] = (float)rng_uniform(&rng);
    for (Index i = 0; i < BATCH; i++) tensor_f32(hot)[i * 10 + (Index)(10 * rng_uniform(&rng))] = 1;
    DlArray *x = array_of(&ctx, nn, pixels), *target = array_of(&ctx, nn, hot);
    const OptimizerDef *adam = optimizer_find("adam");
    for (int k = 0; k < steps; k++) {
        double start = now();
        Network *watched;
        DlArray *y, *loss, *wrt[2 * MAX_LAYERS], *grad[2 * MAX_LAYERS];
        check(&ctx, tape_begin(nn));
        check(&ctx, network_watch(nn, net, &watched));
        check(&ctx, network_forward(nn, watched, true, &x, 1, NULL, 1, &y, NULL));
        check(&ctx, loss_crossentropy(nn, y, target, NULL, NULL, &loss));
        Index n = watched->n_learnables;
        for (Index i = 0; i < n; i++) wrt[i] = watched->learnables[i].value;
        check(&ctx, tape_backward(nn, loss, wrt, n, false, false, grad));
        network_unref(watched);
        tape_end(nn);
        check(&ctx, network_update(nn, net, adam, &adam->defaults, grad, state1, state2, k + 1));
        for (Index i = 0; i < n; i += 2) { // abs(x), then its mean, as the script does
            Tensor *magnitude;
            check(&ctx, tensor_unary(&ctx, OP_ABS, grad[i]->value, &magnitude));
            averages[i / 2][k] = kernels_f32()->sum(magnitude->numel, tensor_f32(magnitude)) / (double)magnitude->numel;
            tensor_unref(magnitude);
        }
        for (Index i = 0; i < n; i++) dlarray_unref(grad[i]);
        dlarray_unref(y);
        dlarray_unref(loss);
        times[k] = now() - start;
    }
    int from = steps > 20 ? 19 : 0;
    qsort(times + from, (size_t)(steps - from), sizeof *times, by_size);
    if (!(averages[0][steps - 1] >= 0)) fputs("bench_step: NaN\n", stderr);
    printf("%.6f\n", times[from + (steps - from) / 2]);
    for (Index i = 0; i < 2 * MAX_LAYERS; i++) {
        tensor_unref(state1[i]);
        tensor_unref(state2[i]);
    }
    dlarray_unref(x);
    dlarray_unref(target);
    network_unref(net);
    nnstate_free(nn);
    ctx_done(&ctx);
    return 0;
}
