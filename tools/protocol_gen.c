// tools/protocol_gen.c: the C tables and the TypeScript types of the live protocol from src/live/protocol.txt.
// Usage: protocol_gen c|ts < protocol.txt > file. Runs during the build; ends with 1 and "line N: …" on a mistake.
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ITEMS = 400, MAX_FIELDS = 40, MAX_NAME = 64 };

typedef struct Field {
    char name[MAX_NAME], type[MAX_NAME];
    int depth; // of []
    bool optional;
} Field;
typedef struct Item {
    char kind[16], name[MAX_NAME];
    Field fields[MAX_FIELDS], reply[MAX_FIELDS];
    int n_fields, n_reply;
    bool has_reply;
} Item;

static Item items[MAX_ITEMS];
static int n_items, line_number;

static void fail(const char *what) {
    fprintf(stderr, "protocol.txt: line %d: %s\n", line_number, what);
    exit(1);
}

static const char *skip(const char *p) {
    while (isspace((unsigned char)*p)) p++;
    return p;
}

static const char *word(const char *p, char *ret) {
    size_t n = 0;
    p = skip(p);
    while ((isalnum((unsigned char)*p) || *p == '_') && n + 1 < MAX_NAME) ret[n++] = *p++;
    ret[n] = 0;
    if (!n) fail("a name is missing");
    return p;
}

static const char *expect(const char *p, char c) {
    p = skip(p);
    if (*p != c) {
        char text[40];
        snprintf(text, sizeof text, "'%c' is missing", c);
        fail(text);
    }
    return p + 1;
}

// "{ name: type[]?, … }"
static const char *read_fields(const char *p, Field *fields, int *ret_n) {
    p = skip(expect(p, '{'));
    while (*p != '}') {
        if (*ret_n == MAX_FIELDS) fail("too many fields");
        Field *f = &fields[(*ret_n)++];
        p = skip(word(p, f->name));
        if (*p == '?') f->optional = true, p++;
        p = word(expect(p, ':'), f->type);
        while (p[0] == '[' && p[1] == ']') f->depth++, p += 2;
        if (*p == '?') f->optional = true, p++;
        p = skip(p);
        if (*p == ',') p = skip(p + 1);
    }
    return p + 1;
}

static void read_line(const char *p) {
    p = skip(p);
    if (!*p || *p == '#') return;
    if (n_items == MAX_ITEMS) fail("too many messages");
    Item *item = &items[n_items++];
    char kind[MAX_NAME];
    p = word(p, kind);
    static const char *const kinds[] = {"type", "request", "kernel", "event", "toward", "report"};
    bool known = false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) known = known || !strcmp(kind, kinds[i]);
    if (!known) fail("a line starts with type, request, kernel, event, toward or report");
    snprintf(item->kind, sizeof item->kind, "%.15s", kind);
    p = skip(read_fields(word(p, item->name), item->fields, &item->n_fields));
    bool answered = !strcmp(kind, "request") || !strcmp(kind, "kernel");
    if (answered != (p[0] == '-' && p[1] == '>')) fail("requests, and only they, have '-> { … }'");
    if (answered) p = skip(read_fields(p + 2, item->reply, &item->n_reply));
    item->has_reply = answered;
    if (*p) fail("text after the end");
    for (int i = 0; i + 1 < n_items; i++)
        if (!strcmp(items[i].name, item->name)) fail("the name is taken");
}

static int find_type(const char *name) {
    for (int i = 0; i < n_items; i++)
        if (!strcmp(items[i].kind, "type") && !strcmp(items[i].name, name)) return i;
    return -1;
}

static const char *const basic[] = {"int", "number", "string", "bool", "json"};

static int basic_type(const char *name) {
    for (int i = 0; i < 5; i++)
        if (!strcmp(name, basic[i])) return i;
    return -1;
}

// ---- C ------------------------------------------------------------------------------------------
static void print_c_fields(const char *prefix, const char *name, const Field *fields, int n) {
    printf("static const ProtocolField %s_%s[] = {", prefix, name);
    for (int i = 0; i < n; i++) {
        const Field *f = &fields[i];
        int kind = basic_type(f->type);
        printf("\n    {\"%s\", PROTOCOL_%s, ", f->name,
               kind == 0   ? "INT"
               : kind == 1 ? "NUMBER"
               : kind == 2 ? "STRING"
               : kind == 3 ? "BOOL"
               : kind == 4 ? "JSON"
                           : "OBJECT");
        if (kind < 0)
            printf("fields_%s", f->type);
        else
            printf("0");
        printf(", %d, %s},", f->depth, f->optional ? "true" : "false");
    }
    printf("\n    {0}};\n");
}

static void print_upper(const char *name) {
    for (; *name; name++) putchar(toupper((unsigned char)*name));
}

static void print_c(void) {
    printf("// Made by tools/protocol_gen.c from src/live/protocol.txt. Do not edit.\n#pragma once\n"
           "#include <stdbool.h>\n\n"
           "typedef enum ProtocolType { PROTOCOL_INT, PROTOCOL_NUMBER, PROTOCOL_STRING, PROTOCOL_BOOL, PROTOCOL_JSON,\n"
           "    PROTOCOL_OBJECT } ProtocolType;\n"
           "/// A field; an array of them ends with a null name. `depth` counts [].\n"
           "typedef struct ProtocolField ProtocolField;\n"
           "struct ProtocolField { const char *name; ProtocolType type; const ProtocolField *of; int depth; bool optional; };\n"
           "typedef enum ProtocolClass { PROTOCOL_REQUEST, PROTOCOL_KERNEL, PROTOCOL_EVENT, PROTOCOL_TOWARD,\n"
           "    PROTOCOL_REPORT } ProtocolClass;\n"
           "typedef struct ProtocolMessage { const char *name; ProtocolClass class; const ProtocolField *fields, *reply; }\n"
           "    ProtocolMessage;\n\n"
           "typedef enum ProtocolName {\n");
    for (int i = 0; i < n_items; i++)
        if (strcmp(items[i].kind, "type")) {
            printf("    MSG_");
            print_upper(items[i].name);
            printf(",\n");
        }
    printf("    N_MSG\n} ProtocolName;\n\n#ifdef PROTOCOL_TABLES\n");
    for (int i = 0; i < n_items; i++) {
        print_c_fields("fields", items[i].name, items[i].fields, items[i].n_fields);
        if (items[i].has_reply) print_c_fields("reply", items[i].name, items[i].reply, items[i].n_reply);
    }
    printf("const ProtocolMessage protocol_messages[N_MSG] = {\n");
    for (int i = 0; i < n_items; i++)
        if (strcmp(items[i].kind, "type")) {
            printf("    {\"%s\", PROTOCOL_", items[i].name);
            print_upper(items[i].kind);
            printf(", fields_%s, ", items[i].name);
            if (items[i].has_reply)
                printf("reply_%s},\n", items[i].name);
            else
                printf("0},\n");
        }
    printf("};\n#else\nextern const ProtocolMessage protocol_messages[N_MSG];\n#endif\n");
}

// ---- TypeScript -----------------------------------------------------------------------------------
static void print_ts_fields(const Field *fields, int n) {
    printf("{ ");
    for (int i = 0; i < n; i++) {
        int kind = basic_type(fields[i].type);
        const char *type = kind == 0 || kind == 1 ? "number"
                           : kind == 2            ? "string"
                           : kind == 3            ? "boolean"
                           : kind == 4            ? "Json"
                                                  : fields[i].type;
        printf("%s%s: %s", fields[i].name, fields[i].optional ? "?" : "", type);
        for (int k = 0; k < fields[i].depth; k++) printf("[]");
        printf("; ");
    }
    printf("}");
}

static void print_ts(void) {
    printf("// Made by tools/protocol_gen.c from src/live/protocol.txt. Do not edit.\n"
           "// eslint-disable-next-line @typescript-eslint/no-explicit-any\nexport type Json = any;\n");
    for (int i = 0; i < n_items; i++)
        if (!strcmp(items[i].kind, "type")) {
            printf("export type %s = ", items[i].name);
            print_ts_fields(items[i].fields, items[i].n_fields);
            printf(";\n");
        }
    printf("\nexport interface Requests {\n");
    for (int i = 0; i < n_items; i++)
        if (items[i].has_reply) {
            printf("  %s: { args: ", items[i].name);
            print_ts_fields(items[i].fields, items[i].n_fields);
            printf("; reply: ");
            print_ts_fields(items[i].reply, items[i].n_reply);
            printf(" };\n");
        }
    printf("}\n\nexport interface Events {\n");
    for (int i = 0; i < n_items; i++)
        if (!strcmp(items[i].kind, "event")) {
            printf("  %s: ", items[i].name);
            print_ts_fields(items[i].fields, items[i].n_fields);
            printf(";\n");
        }
    printf("}\n");
}

int main(int argc, char **argv) {
    char line[4096];
    while (fgets(line, sizeof line, stdin)) {
        line_number++;
        if (!strchr(line, '\n') && !feof(stdin)) fail("the line is too long");
        read_line(line);
    }
    for (int i = 0; i < n_items; i++)
        for (int k = 0; k < items[i].n_fields + items[i].n_reply; k++) {
            const Field *f = k < items[i].n_fields ? &items[i].fields[k] : &items[i].reply[k - items[i].n_fields];
            int type = find_type(f->type);
            if (basic_type(f->type) < 0 && (type < 0 || (!strcmp(items[i].kind, "type") && type >= i))) {
                fprintf(stderr, "protocol.txt: %s.%s: type '%s' is not defined above\n", items[i].name, f->name, f->type);
                return 1;
            }
        }
    if (argc == 2 && !strcmp(argv[1], "c"))
        print_c();
    else if (argc == 2 && !strcmp(argv[1], "ts"))
        print_ts();
    else
        fail("usage: protocol_gen c|ts");
    return fflush(stdout) || ferror(stdout) ? 1 : 0;
}
