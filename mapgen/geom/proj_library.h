/* PROJ, loaded at run time: with the forty libraries behind it (for its network, its database) it
 * takes half of the time in which the program starts. To be included in the place of its headers.
 */
#ifndef MAPGEN_GEOM_PROJ_LIBRARY_H
#define MAPGEN_GEOM_PROJ_LIBRARY_H

#include "base/library.h"
#include <geodesic.h>
#include <proj.h>

#define PROJ_FUNCTIONS(F)                                                                          \
    F(geod_direct)                                                                                 \
    F(geod_geninverse)                                                                             \
    F(geod_init)                                                                                   \
    F(geod_inverse)                                                                                \
    F(proj_angular_input)                                                                          \
    F(proj_context_create)                                                                         \
    F(proj_context_destroy)                                                                        \
    F(proj_context_errno)                                                                          \
    F(proj_context_errno_string)                                                                   \
    F(proj_context_set_enable_network)                                                             \
    F(proj_context_set_search_paths)                                                               \
    F(proj_coord)                                                                                  \
    F(proj_create)                                                                                 \
    F(proj_create_crs_to_crs_from_pj)                                                              \
    F(proj_destroy)                                                                                \
    F(proj_is_equivalent_to_with_ctx)                                                              \
    F(proj_log_func)                                                                               \
    F(proj_normalize_for_visualization)                                                            \
    F(proj_trans)                                                                                  \
    F(proj_trans_generic)

#define PROJ_MEMBER(name) __typeof__(name) *name;
struct proj_functions {
    PROJ_FUNCTIONS(PROJ_MEMBER)
};
#undef PROJ_MEMBER

extern struct library library_proj;

/* Its functions, when it is loaded. From any thread. */
const struct proj_functions *proj_library(void);

#define geod_direct (proj_library()->geod_direct)
#define geod_geninverse (proj_library()->geod_geninverse)
#define geod_init (proj_library()->geod_init)
#define geod_inverse (proj_library()->geod_inverse)
#define proj_angular_input (proj_library()->proj_angular_input)
#define proj_context_create (proj_library()->proj_context_create)
#define proj_context_destroy (proj_library()->proj_context_destroy)
#define proj_context_errno (proj_library()->proj_context_errno)
#define proj_context_errno_string (proj_library()->proj_context_errno_string)
#define proj_context_set_enable_network (proj_library()->proj_context_set_enable_network)
#define proj_context_set_search_paths (proj_library()->proj_context_set_search_paths)
#define proj_coord (proj_library()->proj_coord)
#define proj_create (proj_library()->proj_create)
#define proj_create_crs_to_crs_from_pj (proj_library()->proj_create_crs_to_crs_from_pj)
#define proj_destroy (proj_library()->proj_destroy)
#define proj_is_equivalent_to_with_ctx (proj_library()->proj_is_equivalent_to_with_ctx)
#define proj_log_func (proj_library()->proj_log_func)
#define proj_normalize_for_visualization (proj_library()->proj_normalize_for_visualization)
#define proj_trans (proj_library()->proj_trans)
#define proj_trans_generic (proj_library()->proj_trans_generic)

#endif
