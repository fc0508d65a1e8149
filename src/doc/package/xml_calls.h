// doc/package/xml_calls.h: libxml2, loaded at the first XML: it brings ICU and the C++ library with
// it. After xml_prepare (xml_read does it) its functions are called by their own names.
#pragma once
#include "base/library.h"
#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlsave.h>

#define XML_CALLS(F)                \
    F(htmlEntityLookup)             \
    F(xmlBufferContent)             \
    F(xmlBufferCreate)              \
    F(xmlBufferFree)                \
    F(xmlBufferLength)              \
    F(xmlCtxtReadMemory)            \
    F(xmlDocCopyNode)               \
    F(xmlDocGetRootElement)         \
    F(xmlDocSetRootElement)         \
    F(xmlFreeDoc)                   \
    F(xmlFreeNode)                  \
    F(xmlFreeParserCtxt)            \
    F(xmlNewDoc)                    \
    F(xmlNewParserCtxt)             \
    F(xmlNodeDump)                  \
    F(xmlReconciliateNs)            \
    F(xmlSAX2CDataBlock)            \
    F(xmlSAX2Characters)            \
    F(xmlSAX2Comment)               \
    F(xmlSAX2EndElementNs)          \
    F(xmlSAX2ProcessingInstruction) \
    F(xmlSAX2StartElementNs)        \
    F(xmlStopParser)

typedef struct XmlCalls {
    XML_CALLS(LIBRARY_POINTER)
} XmlCalls;
extern XmlCalls xml_calls;

/// Loads the library.  Fails  ERR_UNSUPPORTED
Status xml_prepare(Ctx *ctx);

#ifndef XML_CALLS_TABLE
#define htmlEntityLookup xml_calls.htmlEntityLookup
#define xmlBufferContent xml_calls.xmlBufferContent
#define xmlBufferCreate xml_calls.xmlBufferCreate
#define xmlBufferFree xml_calls.xmlBufferFree
#define xmlBufferLength xml_calls.xmlBufferLength
#define xmlCtxtReadMemory xml_calls.xmlCtxtReadMemory
#define xmlDocCopyNode xml_calls.xmlDocCopyNode
#define xmlDocGetRootElement xml_calls.xmlDocGetRootElement
#define xmlDocSetRootElement xml_calls.xmlDocSetRootElement
#define xmlFreeDoc xml_calls.xmlFreeDoc
#define xmlFreeNode xml_calls.xmlFreeNode
#define xmlFreeParserCtxt xml_calls.xmlFreeParserCtxt
#define xmlNewDoc xml_calls.xmlNewDoc
#define xmlNewParserCtxt xml_calls.xmlNewParserCtxt
#define xmlNodeDump xml_calls.xmlNodeDump
#define xmlReconciliateNs xml_calls.xmlReconciliateNs
#define xmlSAX2CDataBlock xml_calls.xmlSAX2CDataBlock
#define xmlSAX2Characters xml_calls.xmlSAX2Characters
#define xmlSAX2Comment xml_calls.xmlSAX2Comment
#define xmlSAX2EndElementNs xml_calls.xmlSAX2EndElementNs
#define xmlSAX2ProcessingInstruction xml_calls.xmlSAX2ProcessingInstruction
#define xmlSAX2StartElementNs xml_calls.xmlSAX2StartElementNs
#define xmlStopParser xml_calls.xmlStopParser
#endif
