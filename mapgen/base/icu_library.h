/* ICU, loaded at run time: its classes take a fifth of the time in which the program starts. To be
 * included in the place of its headers. Its functions carry its version in their names, which only
 * the loader is told. */
#ifndef MAPGEN_BASE_ICU_LIBRARY_H
#define MAPGEN_BASE_ICU_LIBRARY_H

#include "base/library.h"
#define U_DISABLE_RENAMING 1

#include <unicode/ubrk.h>
#include <unicode/ucal.h>
#include <unicode/uchar.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uloc.h>
#include <unicode/ulocdata.h>
#include <unicode/unum.h>
#include <unicode/uscript.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

#define ICU_FUNCTIONS(F)                                                                           \
    F(u_charDirection)                                                                             \
    F(u_getIntPropertyValue)                                                                       \
    F(u_strlen)                                                                                    \
    F(u_strToUpper)                                                                                \
    F(u_strToUTF8)                                                                                 \
    F(u_uastrcpy)                                                                                  \
    F(ubrk_close)                                                                                  \
    F(ubrk_first)                                                                                  \
    F(ubrk_next)                                                                                   \
    F(ubrk_open)                                                                                   \
    F(ubrk_setUText)                                                                               \
    F(ucal_setGregorianChange)                                                                     \
    F(udat_close)                                                                                  \
    F(udat_format)                                                                                 \
    F(udat_getCalendar)                                                                            \
    F(udat_getSymbols)                                                                             \
    F(udat_open)                                                                                   \
    F(udatpg_close)                                                                                \
    F(udatpg_getBestPattern)                                                                       \
    F(udatpg_open)                                                                                 \
    F(uloc_isRightToLeft)                                                                          \
    F(ulocdata_close)                                                                              \
    F(ulocdata_getExemplarSet)                                                                     \
    F(ulocdata_open)                                                                               \
    F(unum_close)                                                                                  \
    F(unum_formatDouble)                                                                           \
    F(unum_open)                                                                                   \
    F(unum_setAttribute)                                                                           \
    F(uscript_getName)                                                                             \
    F(uscript_getScript)                                                                           \
    F(uset_close)                                                                                  \
    F(uset_contains)                                                                               \
    F(utext_close)                                                                                 \
    F(utext_openUTF8)

#define ICU_MEMBER(name) __typeof__(name) *name;
struct icu_functions {
    ICU_FUNCTIONS(ICU_MEMBER)
};
#undef ICU_MEMBER

extern struct library library_icu;

/* Its functions, when it is loaded. From any thread. */
const struct icu_functions *icu_library(void);

#define u_charDirection (icu_library()->u_charDirection)
#define u_getIntPropertyValue (icu_library()->u_getIntPropertyValue)
#define u_strlen (icu_library()->u_strlen)
#define u_strToUpper (icu_library()->u_strToUpper)
#define u_strToUTF8 (icu_library()->u_strToUTF8)
#define u_uastrcpy (icu_library()->u_uastrcpy)
#define ubrk_close (icu_library()->ubrk_close)
#define ubrk_first (icu_library()->ubrk_first)
#define ubrk_next (icu_library()->ubrk_next)
#define ubrk_open (icu_library()->ubrk_open)
#define ubrk_setUText (icu_library()->ubrk_setUText)
#define ucal_setGregorianChange (icu_library()->ucal_setGregorianChange)
#define udat_close (icu_library()->udat_close)
#define udat_format (icu_library()->udat_format)
#define udat_getCalendar (icu_library()->udat_getCalendar)
#define udat_getSymbols (icu_library()->udat_getSymbols)
#define udat_open (icu_library()->udat_open)
#define udatpg_close (icu_library()->udatpg_close)
#define udatpg_getBestPattern (icu_library()->udatpg_getBestPattern)
#define udatpg_open (icu_library()->udatpg_open)
#define uloc_isRightToLeft (icu_library()->uloc_isRightToLeft)
#define ulocdata_close (icu_library()->ulocdata_close)
#define ulocdata_getExemplarSet (icu_library()->ulocdata_getExemplarSet)
#define ulocdata_open (icu_library()->ulocdata_open)
#define unum_close (icu_library()->unum_close)
#define unum_formatDouble (icu_library()->unum_formatDouble)
#define unum_open (icu_library()->unum_open)
#define unum_setAttribute (icu_library()->unum_setAttribute)
#define uscript_getName (icu_library()->uscript_getName)
#define uscript_getScript (icu_library()->uscript_getScript)
#define uset_close (icu_library()->uset_close)
#define uset_contains (icu_library()->uset_contains)
#define utext_close (icu_library()->utext_close)
#define utext_openUTF8 (icu_library()->utext_openUTF8)

#endif
