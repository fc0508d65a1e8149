// builtins/monitor.c: trainingProgressMonitor: keeps metrics and information of a training loop and shows them: as a
// live line where the host has one, as a figure where the host shows figures.
#include "base/clock.h"
#include "builtins/arguments.h"
#include "graphics/figure.h"
#include <stdio.h>

enum { MONITOR_MAX = 32, NAME_BYTES = 64 };
static const double frame_s = 0.05; // least time between two pictures

typedef struct Metric {
    char name[NAME_BYTES];
    char group[NAME_BYTES]; // "" alone
    double *xy;             // step, value pairs
    Index n, cap;
    GHandle line;
} Metric;

typedef struct Info {
    char name[NAME_BYTES];
    Value value;
} Info;

typedef struct Monitor {
    Object head;
    Env *env;
    Metric metrics[MONITOR_MAX];
    int n_metrics;
    Info infos[MONITOR_MAX];
    int n_infos;
    char status[256], x_label[NAME_BYTES];
    double progress; // percent
    double start_s;
    bool visible;
    GHandle figure;
    GHandle axes[MONITOR_MAX];
    bool drawn;    // the figure has its axes
    bool stopped;  // the Stop button was pressed
    double shown_s; // when the host was last told of the figure
} Monitor;

static const ForeignDef monitor_class;
static Monitor *monitor_find(Value v) { return value_is_object(v, &monitor_class) ? (Monitor *)v.object : NULL; }

static void release(Object *o) {
    Monitor *m = (Monitor *)o;
    for (int i = 0; i < m->n_metrics; i++) mem_free(m->metrics[i].xy);
    for (int i = 0; i < m->n_infos; i++) value_unref(m->infos[i].value);
    mem_free(m);
}

// ---- the figure -------------------------------------------------------------------------------------------------------------

// The sub-plot a metric belongs to: the position of the first metric of its group.
static int sub_plot(const Monitor *m, int metric) {
    for (int i = 0; i < metric && m->metrics[metric].group[0]; i++)
        if (strcmp(m->metrics[i].group, m->metrics[metric].group) == 0) return i;
    return metric;
}

static int count_sub_plots(const Monitor *m) {
    int n = 0;
    for (int i = 0; i < m->n_metrics; i++) n += sub_plot(m, i) == i;
    return n;
}

static Status set_label(Ctx *ctx, GObject *axes, const char *property, const char *text) {
    PropValue label = {0};
    TRY(object_get(ctx, axes, property, &label));
    Status status = label.n_objects ? object_set_text(ctx, label.objects[0], "String", text) : OK;
    prop_value_done(&label);
    return status;
}

static Status make_axes(Monitor *m, GraphicsRoot *root, GObject *figure, int metric, int place, int count) {
    Ctx *ctx = m->env->ctx;
    GObject *axes;
    TRY(object_new(ctx, root, "axes", figure, &axes));
    double bottom = count == 1 ? 0.21 : 0.12, height = (0.92 - bottom) / count;
    double box[4] = {0.12, bottom + (count - 1 - place) * height, 0.82, height - 0.04};
    TRY(object_set_numbers(ctx, axes, "Position", box, 1, 4));
    TRY(object_set_text(ctx, axes, "NextPlot", "add"));
    TRY(object_set_flag(ctx, axes, "XGrid", true));
    TRY(object_set_flag(ctx, axes, "YGrid", true));
    TRY(object_set_flag(ctx, axes, "Box", true));
    const Metric *first = &m->metrics[metric];
    TRY(set_label(ctx, axes, "YLabel", first->group[0] ? first->group : first->name));
    if (place == count - 1) TRY(set_label(ctx, axes, "XLabel", m->x_label));
    m->axes[metric] = object_handle(axes);
    return OK;
}

// Makes the axes and lines once the metrics are known.
static Status draw(Monitor *m) {
    Ctx *ctx = m->env->ctx;
    if (m->drawn || !m->visible || !m->env->host || !m->env->host->figure || m->n_metrics == 0) return OK;
    GraphicsRoot *root;
    TRY(env_graphics(m->env, &root));
    GObject *current, *figure;
    TRY(graphics_current_figure(ctx, root, false, &current));
    TRY(object_new(ctx, root, "figure", NULL, &figure));
    if (current) graphics_set_current_figure(current);
    m->figure = object_handle(figure);
    TRY(object_set_text(ctx, figure, "Tag", "trainingProgressMonitor"));
    int count = count_sub_plots(m), place = 0;
    double size[4] = {100, 100, 560, count == 1 ? 190 : 100.0 + 130 * count};
    TRY(object_set_numbers(ctx, figure, "Position", size, 1, 4));
    for (int i = 0; i < m->n_metrics; i++) {
        int home = sub_plot(m, i);
        if (home == i) TRY(make_axes(m, root, figure, i, place++, count));
        GObject *axes = graphics_find(root, m->axes[home]), *line;
        if (!axes) return OK;
        TRY(object_new(ctx, root, "animatedline", axes, &line));
        Color c = axes_next_color(axes);
        double rgb[3] = {c.r, c.g, c.b};
        TRY(object_set_numbers(ctx, line, "Color", rgb, 1, 3));
        TRY(object_set_text(ctx, line, "DisplayName", m->metrics[i].name));
        m->metrics[i].line = object_handle(line);
    }
    m->drawn = true;
    return OK;
}

static void info_text(Monitor *m, Buf *out) {
    for (int i = 0; i < m->n_infos; i++) {
        if (m->infos[i].value.tag == VAL_NONE) continue;
        if (out->len) buf_puts(out, "   ");
        buf_printf(out, "%s ", m->infos[i].name);
        OWN_MEM char *text = NULL;
        double number;
        Value v = m->infos[i].value;
        if (value_is_text_scalar(v) && value_to_utf8(m->env->ctx, v, &text) == OK) buf_puts(out, text);
        else if (value_is_scalar(v) && value_is_numeric(v) && value_to_double(m->env->ctx, v, &number) == OK)
            buf_printf(out, "%g", number);
        else (void)value_summary(m->env->ctx, v, out);
    }
}

static Status retitle(Monitor *m) {
    if (!m->drawn) return OK;
    GObject *axes = graphics_find(m->env->graphics, m->axes[0]);
    if (!axes) return OK;
    OWN_BUF title = BUF_INIT;
    if (m->status[0]) buf_printf(&title, "%s", m->status);
    OWN_BUF info = BUF_INIT;
    info_text(m, &info);
    if (info.len) buf_printf(&title, "%s%s", title.len ? ": " : "", buf_text(&info));
    return set_label(m->env->ctx, axes, "Title", buf_text(&title));
}

// ---- the live line ----------------------------------------------------------------------------------------------------------

static void put_duration(Buf *out, double seconds) {
    int s = (int)(seconds + 0.5);
    if (s >= 3600) buf_printf(out, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    else buf_printf(out, "%d:%02d", s / 60, s % 60);
}

// The figure is a picture that moves by itself, without drawnow.
static void show_figure(Monitor *m) {
    const Host *host = m->env->host;
    double now = clock_monotonic_s();
    GObject *figure = m->drawn && m->env->graphics ? graphics_find(m->env->graphics, m->figure) : NULL;
    if (!figure || !host || !host->figure || now - m->shown_s < frame_s) return;
    m->shown_s = now;
    host->figure(host->self, figure_number(figure), true);
}

static void report(Monitor *m) {
    const Host *host = m->env->host;
    show_figure(m);
    if (!host || !host->progress || !m->visible) return;
    OWN_BUF line = BUF_INIT;
    info_text(m, &line);
    for (int i = 0; i < m->n_metrics; i++)
        if (m->metrics[i].n)
            buf_printf(&line, "%s%s %.4g", line.len ? "   " : "", m->metrics[i].name,
                       m->metrics[i].xy[2 * m->metrics[i].n - 1]);
    double fraction = m->progress / 100, elapsed = clock_monotonic_s() - m->start_s;
    if (fraction > 0 && fraction < 1) {
        buf_puts(&line, "   ");
        put_duration(&line, elapsed / fraction - elapsed);
        buf_puts(&line, " left");
    }
    host->progress(host->self, m->progress > 0 ? fraction : -1, buf_text(&line));
}

// ---- values in and out ------------------------------------------------------------------------------------------------------

// Scalar of any numeric class or dlarray.
static Status number_of(Call *call, Value v, double *ret) {
    if (v.tag != VAL_OBJECT) return value_to_double(call->ctx, v, ret);
    OWN_VALUE plain = VALUE_NONE;
    TRY(vm_call_name(call->vm, "extractdata", &v, 1, 1, &plain));
    return value_to_double(call->ctx, plain, ret);
}

static Status copy_name(Ctx *ctx, const char *text, char name[NAME_BYTES]) {
    if (strlen(text) >= NAME_BYTES)
        return ctx_fail(ctx, ERR_LIMIT, "deep:trainingProgressMonitor:NameTooLong", "The name '%s' is too long.", text);
    strcpy(name, text);
    return OK;
}

static Status set_metrics(Monitor *m, Value v) {
    Ctx *ctx = m->env->ctx;
    OWN_STRINGS *names = NULL;
    TRY(value_to_strings(ctx, v, &names));
    if (names->numel > MONITOR_MAX) return ctx_fail(ctx, ERR_LIMIT, "deep:trainingProgressMonitor:TooMany", "At most %d metrics.", MONITOR_MAX);
    for (int i = 0; i < m->n_metrics; i++) mem_free(m->metrics[i].xy);
    memset(m->metrics, 0, sizeof m->metrics);
    m->n_metrics = 0;
    for (Index i = 0; i < names->numel; i++) {
        TRY(copy_name(ctx, names->items[i] ? names->items[i]->bytes : "", m->metrics[i].name));
        m->n_metrics++;
    }
    return OK;
}

static Status set_infos(Monitor *m, Value v) {
    Ctx *ctx = m->env->ctx;
    OWN_STRINGS *names = NULL;
    TRY(value_to_strings(ctx, v, &names));
    if (names->numel > MONITOR_MAX) return ctx_fail(ctx, ERR_LIMIT, "deep:trainingProgressMonitor:TooMany", "At most %d entries.", MONITOR_MAX);
    for (int i = 0; i < m->n_infos; i++) value_unref(m->infos[i].value);
    memset(m->infos, 0, sizeof m->infos);
    m->n_infos = 0;
    for (Index i = 0; i < names->numel; i++) {
        TRY(copy_name(ctx, names->items[i] ? names->items[i]->bytes : "", m->infos[i].name));
        m->n_infos++;
    }
    return OK;
}

static Status dot_set(Ctx *ctx, Object **o, const char *name, Value v) {
    Monitor *m = (Monitor *)*o;
    if (strcmp(name, "Metrics") == 0) return set_metrics(m, v);
    if (strcmp(name, "Info") == 0) return set_infos(m, v);
    if (strcmp(name, "Visible") == 0) {
        if (!value_is_text_scalar(v)) return value_truth(ctx, v, &m->visible);
        OWN_MEM char *text = NULL;
        TRY(value_to_utf8(ctx, v, &text));
        m->visible = text_same(text, "on");
        return OK;
    }
    if (strcmp(name, "Progress") == 0) {
        double percent;
        TRY(value_to_double(ctx, v, &percent));
        if (!(percent >= 0 && percent <= 100))
            return ctx_fail(ctx, ERR_ARG, "deep:trainingProgressMonitor:InvalidProgress", "Progress must be from 0 to 100.");
        m->progress = percent;
        report(m);
        return OK;
    }
    bool is_status = strcmp(name, "Status") == 0;
    if (is_status || strcmp(name, "XLabel") == 0) {
        OWN_MEM char *text = NULL;
        TRY(value_to_utf8(ctx, v, &text));
        snprintf(is_status ? m->status : m->x_label, is_status ? sizeof m->status : sizeof m->x_label, "%s", text);
        return is_status ? retitle(m) : OK;
    }
    return ctx_fail(ctx, ERR_NAME, "MATLAB:class:SetProhibited",
                    "Unable to set the '%s' property of class 'deep.TrainingProgressMonitor'.", name);
}

static Status names_value(Ctx *ctx, const Monitor *m, bool metrics, Value *ret) {
    int n = metrics ? m->n_metrics : m->n_infos;
    Shape row = shape_2d(1, n);
    StringArray *s;
    TRY(string_new(ctx, &row, &s));
    *ret = value_take_string(s);
    for (int i = 0; i < n; i++) {
        const char *name = metrics ? m->metrics[i].name : m->infos[i].name;
        TRY(text_new(ctx, name, strlen(name), &s->items[i]));
    }
    return OK;
}

static Status data_value(Ctx *ctx, const Monitor *m, bool metrics, Value *ret) {
    StructArray *s;
    TRY(struct_scalar(ctx, &s));
    OWN_VALUE hold = value_take_struct(s);
    for (int i = 0; i < (metrics ? m->n_metrics : m->n_infos); i++) {
        if (!metrics) {
            TRY(struct_put(ctx, s, m->infos[i].name, value_ref(m->infos[i].value)));
            continue;
        }
        const Metric *metric = &m->metrics[i];
        Shape shape = shape_2d(metric->n, 2);
        Tensor *t;
        TRY(tensor_new(ctx, CLASS_DOUBLE, &shape, &t));
        for (Index k = 0; k < metric->n; k++) {
            tensor_f64(t)[k] = metric->xy[2 * k];
            tensor_f64(t)[metric->n + k] = metric->xy[2 * k + 1];
        }
        TRY(struct_put(ctx, s, metric->name, value_take_tensor(t)));
    }
    *ret = value_give(&hold);
    return OK;
}

/// Whether the person asked the loop to end; true for good once it was.
static bool stop_pressed(Monitor *m) {
    const Host *host = m->env->host;
    if (host && host->poll) host->poll(host->self);
    GObject *figure = m->env->graphics ? graphics_find(m->env->graphics, m->figure) : NULL;
    if (figure && host && host->stop_pressed && host->stop_pressed(host->self, figure_number(figure))) m->stopped = true;
    return m->stopped;
}

static Status dot_get(Ctx *ctx, Object *o, const char *name, Value *ret) {
    Monitor *m = (Monitor *)o;
    if (strcmp(name, "Stop") == 0) *ret = value_bool(stop_pressed(m));
    else if (strcmp(name, "Progress") == 0) *ret = value_double(m->progress);
    else if (strcmp(name, "Visible") == 0) *ret = value_bool(m->visible);
    else if (strcmp(name, "Status") == 0) return value_string_scalar(ctx, m->status, strlen(m->status), ret);
    else if (strcmp(name, "XLabel") == 0) return value_string_scalar(ctx, m->x_label, strlen(m->x_label), ret);
    else if (strcmp(name, "Metrics") == 0 || strcmp(name, "Info") == 0) return names_value(ctx, m, name[0] == 'M', ret);
    else if (strcmp(name, "MetricData") == 0 || strcmp(name, "InfoData") == 0) return data_value(ctx, m, name[0] == 'M', ret);
    else return ctx_fail(ctx, ERR_NAME, "MATLAB:noSuchMethodOrField",
                         "Unrecognized method, property, or field '%s' for class 'deep.TrainingProgressMonitor'.", name);
    return OK;
}

static MethodFn find_method(const char *name);

static const ForeignDef monitor_class = {
    .class_name = "deep.TrainingProgressMonitor",
    .is_handle = true,
    .release = release,
    .dot_get = dot_get,
    .dot_set = dot_set,
    .find_method = find_method,
};

// ---- functions --------------------------------------------------------------------------------------------------------------

BUILTIN(trainingProgressMonitor, "monitor = trainingProgressMonitor\nmonitor = trainingProgressMonitor(Name=Value)", ARITY(0, -1, 1),
        "Follows a training loop: a live line in a terminal, a figure in a document.",
        "Metrics: names of what is plotted\nInfo: names of what is shown as text\nVisible: true\nProgress: percent, 0\n"
        "Status: text\nXLabel: label of the horizontal axis",
        "monitor: handle with these properties, Stop, MetricData, InfoData", "",
        "m = trainingProgressMonitor(Metrics=\"Loss\");\nrecordMetrics(m, 1, Loss=0.5)\nassert(isequal(m.MetricData.Loss, [1 0.5]))",
        "recordMetrics, updateInfo, groupSubPlot") {
    Option o[] = {{"Metrics", NULL}, {"Info", NULL}, {"Visible", NULL}, {"Progress", NULL}, {"Status", NULL}, {"XLabel", NULL}};
    TRY(arg_options(call, 0, o, 6));
    Monitor *m = mem_alloc_zero(sizeof *m);
    if (!m) return ctx_fail_nomem(call->ctx);
    object_init(&m->head, &monitor_class);
    OWN_VALUE hold = value_take_object(&m->head);
    m->env = call->env;
    m->visible = true;
    m->start_s = clock_monotonic_s();
    for (int i = 0; i < 6; i++) {
        Object *self = &m->head;
        if (o[i].value) TRY(dot_set(call->ctx, &self, o[i].name, *o[i].value));
    }
    ret_value(call, 0, value_give(&hold));
    return OK;
}

static Status arg_monitor(Call *call, Monitor **ret) {
    *ret = monitor_find(call->arg[0]);
    if (*ret) return OK;
    return call_fail(call, ERR_TYPE, "deep:trainingProgressMonitor:Expected", "The first argument must be a trainingProgressMonitor.");
}

static Status add_point(Call *call, Monitor *m, const char *name, double step, Value v) {
    double y;
    TRY(number_of(call, v, &y));
    for (int i = 0; i < m->n_metrics; i++) {
        Metric *metric = &m->metrics[i];
        if (strcmp(metric->name, name) != 0) continue;
        if (metric->n == metric->cap) {
            Index cap = metric->cap ? metric->cap * 2 : 64;
            double *xy = mem_realloc(metric->xy, (size_t)cap * 2 * sizeof *xy);
            if (!xy) return ctx_fail_nomem(call->ctx);
            metric->xy = xy;
            metric->cap = cap;
        }
        metric->xy[2 * metric->n] = step;
        metric->xy[2 * metric->n + 1] = y;
        metric->n++;
        TRY(draw(m));
        GObject *line = m->drawn ? graphics_find(m->env->graphics, metric->line) : NULL;
        return line ? animated_add(call->ctx, line, &step, &y, NULL, 1) : OK;
    }
    return call_fail(call, ERR_NAME, "deep:trainingProgressMonitor:UnknownMetric", "The monitor has no metric '%s'.", name);
}

typedef Status (*EachFn)(Call *call, Monitor *m, const char *name, double step, Value v);

// Name=Value pairs or one struct from argument `first` on.
static Status each_pair(Call *call, Monitor *m, int first, double step, EachFn fn) {
    if (first < call->nargin && call->arg[first].tag == VAL_STRUCT) {
        const StructArray *s = call->arg[first].structure;
        for (Index f = 0; f < s->n_fields && s->numel == 1; f++) TRY(fn(call, m, s->names[f]->bytes, step, s->items[f]));
        return OK;
    }
    for (int i = first; i < call->nargin; i += 2) {
        OWN_MEM char *name = NULL;
        TRY(arg_text(call, i, &name));
        if (i + 1 >= call->nargin) return call_fail(call, ERR_ARG, "MATLAB:InputParser:ParamMissingValue", "'%s' has no value.", name);
        TRY(fn(call, m, name, step, call->arg[i + 1]));
    }
    return OK;
}

BUILTIN(recordMetrics, "recordMetrics(monitor,step,Name=Value)\nrecordMetrics(monitor,step,s)", ARITY(3, -1, 0),
        "Adds a point to each metric.", "monitor: trainingProgressMonitor\nstep: position on the horizontal axis\nName: metric\ns: struct of metrics",
        "", "when a metric is unknown", "m = trainingProgressMonitor(Metrics=[\"Loss\" \"Accuracy\"]);\nrecordMetrics(m, 1, Loss=2, Accuracy=50)",
        "trainingProgressMonitor, updateInfo") {
    Monitor *m;
    double step;
    TRY(arg_monitor(call, &m));
    TRY(number_of(call, call->arg[1], &step));
    TRY(each_pair(call, m, 2, step, add_point));
    report(m);
    return OK;
}

static Status set_info(Call *call, Monitor *m, const char *name, double step, Value v) {
    (void)step;
    for (int i = 0; i < m->n_infos; i++) {
        if (strcmp(m->infos[i].name, name) != 0) continue;
        value_unref(m->infos[i].value);
        m->infos[i].value = value_ref(v);
        return OK;
    }
    return call_fail(call, ERR_NAME, "deep:trainingProgressMonitor:UnknownInfo", "The monitor has no information '%s'.", name);
}

BUILTIN(updateInfo, "updateInfo(monitor,Name=Value)\nupdateInfo(monitor,s)", ARITY(2, -1, 0), "Changes what is shown as text.",
        "monitor: trainingProgressMonitor\nName: entry of Info\ns: struct of entries", "", "when an entry is unknown",
        "m = trainingProgressMonitor(Info=\"Epoch\");\nupdateInfo(m, Epoch=\"1 of 5\")\nassert(m.InfoData.Epoch == \"1 of 5\")",
        "trainingProgressMonitor, recordMetrics") {
    Monitor *m;
    TRY(arg_monitor(call, &m));
    TRY(each_pair(call, m, 1, 0, set_info));
    report(m);
    return retitle(m);
}

BUILTIN(groupSubPlot, "groupSubPlot(monitor,title,names)", ARITY(3, 3, 0), "Shows several metrics in one plot.",
        "monitor: trainingProgressMonitor\ntitle: label of the plot\nnames: metrics", "", "when a metric is unknown",
        "m = trainingProgressMonitor(Metrics=[\"a\" \"b\"]);\ngroupSubPlot(m, \"both\", [\"a\" \"b\"])", "trainingProgressMonitor") {
    Monitor *m;
    TRY(arg_monitor(call, &m));
    OWN_MEM char *title = NULL;
    OWN_STRINGS *names = NULL;
    TRY(arg_text(call, 1, &title));
    TRY(arg_strings(call, 2, &names));
    for (Index k = 0; k < names->numel; k++) {
        bool known = false;
        for (int i = 0; i < m->n_metrics; i++) {
            if (!names->items[k] || strcmp(m->metrics[i].name, names->items[k]->bytes) != 0) continue;
            TRY(copy_name(call->ctx, title, m->metrics[i].group));
            known = true;
        }
        if (!known)
            return call_fail(call, ERR_NAME, "deep:trainingProgressMonitor:UnknownMetric", "The monitor has no metric '%s'.",
                             names->items[k] ? names->items[k]->bytes : "");
    }
    return OK;
}

// yscale(monitor,name,scale): the function of that name for axes belongs to the plots.
static Status method_yscale(Call *call) {
    Monitor *m;
    TRY(arg_monitor(call, &m));
    OWN_MEM char *name = NULL;
    OWN_MEM char *scale = NULL;
    if (call->nargin != 3) return call_fail(call, ERR_ARG, "MATLAB:minrhs", "yscale takes a monitor, a metric and \"linear\" or \"log\".");
    TRY(arg_text(call, 1, &name));
    TRY(arg_text(call, 2, &scale));
    TRY(draw(m));
    for (int i = 0; i < m->n_metrics; i++) {
        if (strcmp(m->metrics[i].name, name) != 0 && strcmp(m->metrics[i].group, name) != 0) continue;
        GObject *axes = m->drawn ? graphics_find(m->env->graphics, m->axes[sub_plot(m, i)]) : NULL;
        return axes ? object_set_text(call->ctx, axes, "YScale", scale) : OK;
    }
    return call_fail(call, ERR_NAME, "deep:trainingProgressMonitor:UnknownMetric", "The monitor has no metric '%s'.", name);
}

static MethodFn find_method(const char *name) {
    if (strcmp(name, "recordMetrics") == 0) return fn_recordMetrics;
    if (strcmp(name, "updateInfo") == 0) return fn_updateInfo;
    if (strcmp(name, "groupSubPlot") == 0) return fn_groupSubPlot;
    if (strcmp(name, "yscale") == 0) return method_yscale;
    return NULL;
}

const BuiltinDef *const family_monitor[] = {
    &def_trainingProgressMonitor, &def_recordMetrics, &def_updateInfo, &def_groupSubPlot, NULL,
};
