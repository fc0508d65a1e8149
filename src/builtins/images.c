// builtins/images.c: showing images, and reading and writing image files.
#include "base/file.h"
#include "builtins/figures_value.h"
#include "graphics/targets/bitmap.h"
#include <png.h>
#include <strings.h>

// ---- showing -----------------------------------------------------------------------------------
// Pixels as the figure tree keeps them: RGB as 0…1, indices one-based.
static Status image_data(Call *call, Value v, bool scaled, Tensor **ret, bool *ret_rgb) {
    OWN_TENSOR *raw = NULL, *t = NULL;
    TRY(plot_numbers(call, v, &t));
    NumClass cls = CLASS_DOUBLE;
    if (v.tag == VAL_TENSOR) cls = (NumClass)v.tensor->cls;
    if (v.tag == VAL_BOOL) cls = CLASS_LOGICAL;
    if (t->shape.n_dims > 3 || (t->shape.n_dims == 3 && t->shape.dim[2] != 3))
        return call_fail(call, ERR_SIZE, "MATLAB:image:InvalidCData",
                         "Color data must be an m-by-n-by-3 or m-by-n matrix.");
    *ret_rgb = t->shape.n_dims == 3;
    double scale = !*ret_rgb             ? 1
                   : cls == CLASS_UINT8  ? 1.0 / 255
                   : cls == CLASS_UINT16 ? 1.0 / 65535
                                         : 1;
    double shift = !*ret_rgb && !scaled && cls != CLASS_DOUBLE && cls != CLASS_SINGLE ? 1 : 0;
    if (scale != 1 || shift != 0) {
        TRY(tensor_copy(call->ctx, t, &raw));
        for (Index i = 0; i < raw->numel; i++)
            tensor_f64(raw)[i] = tensor_f64(raw)[i] * scale + shift;
        *ret = GIVE(raw);
    } else {
        *ret = GIVE(t);
    }
    return OK;
}

static Status show_image(Call *call, bool scaled) {
    Target t;
    GObject *image;
    TRY(target_axes(call, &t));
    int i = t.first;
    OWN_TENSOR *x = NULL, *y = NULL, *c = NULL;
    if (i >= call->nargin)
        return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                         "Not enough input arguments.");
    if (i + 2 < t.last && plot_is_numbers(call->arg[i]) && plot_is_numbers(call->arg[i + 1]) &&
        plot_is_numbers(call->arg[i + 2])) {
        TRY(plot_numbers(call, call->arg[i], &x));
        TRY(plot_numbers(call, call->arg[i + 1], &y));
        i += 2;
    }
    bool rgb = false, given = !arg_is_text(call, i);
    if (given) TRY(image_data(call, call->arg[i++], scaled, &c, &rgb));
    TRY(target_prepare(call, &t, 2));
    TRY(object_new(call->ctx, t.root, "image", t.axes, &image));
    if (scaled) TRY(object_set_text(call->ctx, image, "CDataMapping", "scaled"));
    if (x) TRY(set_array(call->ctx, image, "XData", x));
    if (y) TRY(set_array(call->ctx, image, "YData", y));
    if (c) TRY(set_array(call->ctx, image, "CData", c));
    if (i < t.last && !arg_is_text(call, i)) { // imagesc(C,clims)
        OWN_TENSOR *lim = NULL;
        TRY(arg_doubles(call, i++, &lim));
        if (lim->numel != 2)
            return call_fail(call, ERR_ARG, "MATLAB:imagesc:clims",
                             "Color limits must be a 2-element vector.");
        TRY(set_vector(call->ctx, t.axes, "CLim", tensor_f64(lim), 2));
    }
    if (!t.held) {
        TRY(object_set_text(call->ctx, t.axes, "YDir", "reverse"));
        TRY(object_set_text(call->ctx, t.axes, "Layer", "top"));
    }
    TRY(set_pairs(call, i, t.last, &image, 1));
    return ret_objects(call, t.root, &image, 1);
}

#define IMAGE_IN                                                                                   \
    "C: matrix of numbers for the colour map, or m-by-n-by-3 colours\nx, y: centres of the first " \
    "and last pixel\nName,Value: properties"
BUILTIN(image, "image(C)\nimage(x,y,C)\nimage(...,Name,Value)\nim = image(...)", ARITY(1, -1, 1),
        "Shows an array as an image.", IMAGE_IN, "im: image object", "", "image([1 2; 3 4])\nclose",
        "imagesc, imshow") {
    return show_image(call, false);
}
BUILTIN(
    imagesc,
    "imagesc(C)\nimagesc(x,y,C)\nimagesc(...,clims)\nimagesc(...,Name,Value)\nim = imagesc(...)",
    ARITY(1, -1, 1), "Shows an array with its range spread over the colour map.",
    IMAGE_IN "\nclims: numbers of the first and last colour", "im: image object", "",
    "im = imagesc([1 2; 3 4]);\nassert(im.CDataMapping == \"scaled\")\nclose", "image, colorbar") {
    return show_image(call, true);
}

// Grey images: black to white over the class's range, unless a range is given.
static Status gray_range(Call *call, Value v, double lim[2]) {
    lim[0] = 0;
    lim[1] = 1;
    if (v.tag == VAL_TENSOR && v.tensor->cls == CLASS_UINT8) lim[1] = 255;
    if (v.tag == VAL_TENSOR && v.tensor->cls == CLASS_UINT16) lim[1] = 65535;
    (void)call;
    return OK;
}

static Status read_image(Call *call, const char *path, Value *ret);

BUILTIN(imshow,
        "imshow(I)\nimshow(I,[lo "
        "hi])\nimshow(I,[])\nimshow(RGB)\nimshow(X,map)\nimshow(file)\nimshow(...,Name,Value)\nim "
        "= imshow(...)",
        ARITY(1, -1, 1), "Shows an image with square pixels and no axes.",
        "I: grey image\nlo, hi: black and white; [] for the range of I\nRGB: m-by-n-by-3 "
        "colours\nX, map: indices and their colour map\nfile: image file",
        "im: image object", "", "im = imshow(rand(4));\nassert(gca().Visible == \"off\")\nclose",
        "image, imagesc, imread") {
    Target t;
    GObject *image;
    TRY(target_axes(call, &t));
    int i = t.first;
    if (i >= call->nargin)
        return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                         "Not enough input arguments.");
    OWN_VALUE loaded = VALUE_NONE;
    Value what = call->arg[i];
    if (value_is_text_scalar(what)) {
        OWN_MEM char *path = NULL;
        TRY(arg_text(call, i, &path));
        TRY(read_image(call, path, &loaded));
        what = loaded;
    }
    i++;
    OWN_TENSOR *c = NULL, *range = NULL;
    bool rgb, mapped = false;
    TRY(image_data(call, what, true, &c, &rgb));
    double lim[2];
    TRY(gray_range(call, what, lim));
    if (i < t.last && !arg_is_text(call, i)) {
        TRY(arg_doubles(call, i++, &range));
        mapped = range->shape.dim[1] == 3;
        if (range->numel == 2) lim[0] = tensor_f64(range)[0], lim[1] = tensor_f64(range)[1];
        if (range->numel == 0) {
            lim[0] = INFINITY, lim[1] = -INFINITY;
            for (Index k = 0; k < c->numel; k++)
                lim[0] = fmin(lim[0], tensor_f64(c)[k]), lim[1] = fmax(lim[1], tensor_f64(c)[k]);
        }
    }
    TRY(target_prepare(call, &t, 2));
    TRY(object_new(call->ctx, t.root, "image", t.axes, &image));
    TRY(set_array(call->ctx, image, "CData", c));
    if (!mapped) TRY(object_set_text(call->ctx, image, "CDataMapping", "scaled"));
    if (!rgb) {
        double gray[256 * 3];
        colormap_fill("gray", 256, gray);
        if (mapped)
            TRY(set_array(call->ctx, t.axes, "Colormap", range));
        else
            TRY(object_set_numbers(call->ctx, t.axes, "Colormap", gray, 256, 3));
        if (!mapped && lim[1] > lim[0]) TRY(set_vector(call->ctx, t.axes, "CLim", lim, 2));
    }
    const double ones[3] = {1, 1, 1};
    TRY(object_set_text(call->ctx, t.axes, "YDir", "reverse"));
    TRY(object_set_text(call->ctx, t.axes, "XLimitMethod", "tight"));
    TRY(object_set_text(call->ctx, t.axes, "YLimitMethod", "tight"));
    TRY(object_set_numbers(call->ctx, t.axes, "DataAspectRatio", ones, 1, 3));
    TRY(object_set_flag(call->ctx, t.axes, "Visible", false));
    for (; i + 1 < t.last; i += 2) {
        if (arg_is_word(call, i, "DisplayRange")) {
            OWN_TENSOR *r = NULL;
            TRY(arg_doubles(call, i + 1, &r));
            if (r->numel == 2) TRY(set_vector(call->ctx, t.axes, "CLim", tensor_f64(r), 2));
        } else if (!arg_is_word(call, i, "InitialMagnification") &&
                   !arg_is_word(call, i, "Border")) {
            TRY(set_pairs(call, i, i + 2, &image, 1));
        }
    }
    return ret_objects(call, t.root, &image, 1);
}

// ---- files -------------------------------------------------------------------------------------
/// A channel of an RGBA pixel in front of white.
static uint8_t on_white(const uint8_t *rgba, Index channel) {
    int a = rgba[3];
    return (uint8_t)((rgba[channel] * a + 255 * (255 - a) + 127) / 255);
}

static Status read_image(Call *call, const char *path, Value *ret) {
    OWN_BUF bytes = BUF_INIT;
    if (!file_exists(path))
        return call_fail(call, ERR_IO, "MATLAB:imagesci:imread:fileDoesNotExist",
                         "File \"%s\" does not exist.", path);
    TRY(file_read(call->ctx, path, (size_t)1 << 31, &bytes));
    enum { MAX_PIXELS = 1 << 28 };
    const char *type = bitmap_type(bytes.data, bytes.len);
    if (!type || (strcmp(type, "image/png") && strcmp(type, "image/jpeg")))
        return ctx_fail_unsupported(call->ctx, "Reading image files that are neither PNG nor JPEG");
    Bitmap image;
    if (!bitmap_decode(bytes.data, bytes.len, MAX_PIXELS, &image))
        return call_fail(call, ERR_IO, "MATLAB:imagesci:imread:libraryFailure",
                         "File \"%s\" is damaged, or has more than %d pixels.", path, MAX_PIXELS);
    OWN_MEM uint8_t *pixels = image.pixels;
    Index width = image.width, height = image.height, channels = image.color ? 3 : 1;
    Index dims[3] = {height, width, channels};
    Shape shape;
    TRY(shape_make(call->ctx, dims, 3, &shape));
    Tensor *t;
    TRY(tensor_new(call->ctx, CLASS_UINT8, &shape, &t));
    for (Index k = 0; k < channels; k++)
        for (Index j = 0; j < width; j++)
            for (Index i = 0; i < height; i++)
                tensor_u8(t)[i + height * (j + width * k)] = on_white(pixels + (i * width + j) * 4, k);
    *ret = value_take_tensor(t);
    return OK;
}

BUILTIN(imread, "A = imread(file)", ARITY(1, 2, 1), "Reads an image file (PNG or JPEG).", "file: path",
        "A: m-by-n or m-by-n-by-3 array of uint8",
        "Fails for a file that is not there or damaged, and for formats other than PNG and JPEG.",
        "f = tempname + \".png\";\nimwrite(uint8([0 255; 128 64]),f)\nassert(isequal(imread(f),[0 "
        "255; 128 64]))\ndelete(f)",
        "imwrite, imshow") {
    OWN_MEM char *path = NULL;
    TRY(arg_text(call, 0, &path));
    return read_image(call, path, &call->ret[0]);
}

BUILTIN(imwrite, "imwrite(A,file)\nimwrite(A,map,file)", ARITY(2, -1, 0),
        "Writes an image file (PNG).",
        "A: grey or RGB image; double from 0 to 1, or uint8\nmap: colour map when A holds "
        "indices\nfile: path that ends in .png",
        "", "Fails for formats other than PNG.",
        "f = tempname + \".png\";\nimwrite(ones(2),f)\nassert(all(imread(f) == "
        "255,\"all\"))\ndelete(f)",
        "imread") {
    OWN_MEM char *path = NULL;
    OWN_TENSOR *a = NULL, *map = NULL;
    bool mapped = !arg_is_text(call, 1);
    if (mapped && call->nargin < 3)
        return call_fail(call, ERR_ARG, "MATLAB:narginchk:notEnoughInputs",
                         "Not enough input arguments.");
    TRY(arg_doubles(call, 0, &a));
    if (mapped) TRY(arg_doubles(call, 1, &map));
    TRY(arg_text(call, mapped ? 2 : 1, &path));
    if (strcasecmp(path_extension(path), ".png"))
        return ctx_fail_unsupported(call->ctx, "Writing image files that are not PNG");
    NumClass cls =
        call->arg[0].tag == VAL_TENSOR ? (NumClass)call->arg[0].tensor->cls : CLASS_DOUBLE;
    Index height = a->shape.dim[0], width = a->shape.dim[1], plane = height * width,
          planes = a->shape.n_dims > 2 ? a->shape.dim[2] : 1;
    if (a->numel == 0 || (planes != 1 && planes != 3))
        return call_fail(call, ERR_SIZE, "MATLAB:imagesci:imwrite:wrongDimensions",
                         "The array must be m-by-n or m-by-n-by-3.");
    double scale = cls == CLASS_UINT8 ? 1 : cls == CLASS_UINT16 ? 1.0 / 257 : 255;
    Index channels = mapped ? 3 : planes;
    OWN_MEM uint8_t *pixels = mem_alloc((size_t)(plane * channels));
    if (!pixels) return ctx_fail_nomem(call->ctx);
    for (Index i = 0; i < height; i++)
        for (Index j = 0; j < width; j++)
            for (Index k = 0; k < channels; k++) {
                double x = tensor_f64(a)[i + height * j + (mapped ? 0 : plane * k)] * scale;
                if (mapped) {
                    Index row =
                              (Index)tensor_f64(a)[i + height * j] - (class_is_float(cls) ? 1 : 0),
                          n = map->shape.dim[0];
                    row = row < 0 ? 0 : row >= n ? n - 1 : row;
                    x = tensor_f64(map)[row + n * k] * 255;
                }
                pixels[(i * width + j) * channels + k] =
                    (uint8_t)lround(fmin(fmax(isnan(x) ? 0 : x, 0), 255));
            }
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)width,
                       .height = (png_uint_32)height,
                       .format = channels == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY};
    png_alloc_size_t n_bytes = PNG_IMAGE_PNG_SIZE_MAX(image);
    OWN_MEM uint8_t *png = mem_alloc(n_bytes);
    if (!png) return ctx_fail_nomem(call->ctx);
    if (!png_image_write_to_memory(&image, png, &n_bytes, 0, pixels, 0, NULL))
        return call_fail(call, ERR_IO, "MATLAB:imagesci:png:libraryFailure",
                         "PNG library failed: \"%s\".", image.message);
    return file_write(call->ctx, path, png, n_bytes);
}

const BuiltinDef *const family_images[] = {&def_image,  &def_imagesc, &def_imshow,
                                           &def_imread, &def_imwrite, NULL};
