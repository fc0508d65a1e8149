// gradus/value.h: values on their way into and out of an engine. Arrays are column-major.
#pragma once
#include "gradus/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

/// New double array of n_dims sizes with a copy of `data` (null: zeros); a scalar has dims {1,1}.
GRADUS_API GradusStatus gradus_value_doubles(GradusEngine *engine, const double *data, const int64_t *dims, int n_dims,
                                             GradusValue **ret);
/// New character row.
GRADUS_API GradusStatus gradus_value_text(GradusEngine *engine, const char *utf8, GradusValue **ret);
GRADUS_API void gradus_value_free(GradusValue *value);

/// "double", "single", "char", "string", "cell", "struct", … Borrowed.
GRADUS_API const char *gradus_value_class(const GradusValue *value);
GRADUS_API int64_t gradus_value_numel(const GradusValue *value);
/// Number of dimensions; up to `room` sizes are stored.
GRADUS_API int gradus_value_dims(GradusEngine *engine, const GradusValue *value, int64_t *dims, int room);
/// Copies up to `room` elements of a numeric, logical or char array as double. Fails for other classes.
GRADUS_API GradusStatus gradus_value_get_doubles(GradusEngine *engine, const GradusValue *value, double *data, int64_t room);
/// Text of a character row or string scalar; gradus_text_free it. Fails for other classes.
GRADUS_API GradusStatus gradus_value_get_text(GradusEngine *engine, const GradusValue *value, char **ret);

#ifdef __cplusplus
}
#endif
