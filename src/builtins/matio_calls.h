// builtins/matio_calls.h: matio, loaded at the first MAT-file: it brings HDF5 and some forty
// libraries with it. After matio_prepare its functions are called by their own names.
#pragma once
#include "base/library.h"
#include <matio.h>

#define MATIO_CALLS(F)              \
    F(Mat_Close)                    \
    F(Mat_CreateVer)                \
    F(Mat_GetVersion)               \
    F(Mat_Open)                     \
    F(Mat_VarCreate)                \
    F(Mat_VarCreateStruct)          \
    F(Mat_VarFree)                  \
    F(Mat_VarGetNumberOfFields)     \
    F(Mat_VarGetStructFieldByIndex) \
    F(Mat_VarGetStructFieldnames)   \
    F(Mat_VarReadDataAll)           \
    F(Mat_VarReadNext)              \
    F(Mat_VarReadNextInfo)          \
    F(Mat_VarSetCell)               \
    F(Mat_VarSetStructFieldByIndex) \
    F(Mat_VarWrite)

typedef struct MatioCalls {
    MATIO_CALLS(LIBRARY_POINTER)
} MatioCalls;
extern MatioCalls matio_calls;

/// Loads the library.  Fails  ERR_UNSUPPORTED
Status matio_prepare(Ctx *ctx);

#ifndef MATIO_CALLS_TABLE
#define Mat_Close matio_calls.Mat_Close
#define Mat_CreateVer matio_calls.Mat_CreateVer
#define Mat_GetVersion matio_calls.Mat_GetVersion
#define Mat_Open matio_calls.Mat_Open
#define Mat_VarCreate matio_calls.Mat_VarCreate
#define Mat_VarCreateStruct matio_calls.Mat_VarCreateStruct
#define Mat_VarFree matio_calls.Mat_VarFree
#define Mat_VarGetNumberOfFields matio_calls.Mat_VarGetNumberOfFields
#define Mat_VarGetStructFieldByIndex matio_calls.Mat_VarGetStructFieldByIndex
#define Mat_VarGetStructFieldnames matio_calls.Mat_VarGetStructFieldnames
#define Mat_VarReadDataAll matio_calls.Mat_VarReadDataAll
#define Mat_VarReadNext matio_calls.Mat_VarReadNext
#define Mat_VarReadNextInfo matio_calls.Mat_VarReadNextInfo
#define Mat_VarSetCell matio_calls.Mat_VarSetCell
#define Mat_VarSetStructFieldByIndex matio_calls.Mat_VarSetStructFieldByIndex
#define Mat_VarWrite matio_calls.Mat_VarWrite
#endif
