// graphics/axes_props.h: the property table of axes.
#pragma once
#include "graphics/internal.h"
extern const PropDef axes_props[];
