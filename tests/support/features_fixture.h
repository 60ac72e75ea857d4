/* A small table of features for the tests of what is written from one.
 *
 *     47 ┌───────────┐
 *        │ ┌───┐     │   ┌───┐     1  a square with a hole, and another beside it
 *        │ └───┘     │   └───┘     2  the hole; of nobody knows how long
 *     46 └───────────┘
 *        10          11  12  13                                                        */
#ifndef TESTS_SUPPORT_FEATURES_FIXTURE_H
#define TESTS_SUPPORT_FEATURES_FIXTURE_H

#include "scene/features.h"
#include <math.h>

#define DEG(degrees) ((int32_t)((degrees)*GRID_PER_DEGREE))

static const struct field features_fixture_fields[] = {
    {.name = "id", .kind = FIELD_NUMBER},
    {"control"},
    {.name = "start_date", .kind = FIELD_DAY},
    {.name = "end_date", .kind = FIELD_DAY},
    {"holder_name", "holder_nam"},
    {.name = "sources", .kind = FIELD_LIST},
    {.name = "area_km2", .kind = FIELD_NUMBER, .decimals = 3},
    {.name = "fill-opacity", .kind = FIELD_NUMBER, .decimals = 2, .is_json_only = true},
    {NULL}};

static inline struct features *features_fixture_new(const char *name, day_number start)
{
    static const struct gridpt shell[] = {
        {DEG(10), DEG(46)}, {DEG(11), DEG(46)}, {DEG(11), DEG(47)}, {DEG(10), DEG(47)}};
    static const struct gridpt hole[] = {{DEG(10.25), DEG(46.25)},
                                         {DEG(10.25), DEG(46.5)},
                                         {DEG(10.5), DEG(46.5)},
                                         {DEG(10.5), DEG(46.25)}};
    static const struct gridpt filling[] = {{DEG(10.25), DEG(46.25)},
                                            {DEG(10.5), DEG(46.25)},
                                            {DEG(10.5), DEG(46.5)},
                                            {DEG(10.25), DEG(46.5)}};
    static const struct gridpt far[] = {
        {DEG(12), DEG(46)}, {DEG(13), DEG(46)}, {DEG(13), 461234567}};
    static const char *const sources[] = {"Atlas", "Gazette", NULL};
    static const char *const none[] = {NULL}, *const credits[] = {"Atlas", NULL};
    struct features *features = features_new("areas", false, features_fixture_fields);

    features->title = g_strdup("Squares");
    features->credits = g_strdupv((char **)credits);
    features->look_field = "control";
    features->start_field = "start_date";
    features->end_field = "end_date";
    features_begin(features);
    features_add_number(features, 1);
    features_add_text(features, "A control");
    features_add_day(features, start);
    features_add_day(features, DAY_AFTER_ALL);
    features_add_text(features, name);
    features_add_list(features, sources);
    features_add_number(features, 1234.5678);
    features_add_number(features, 1);
    features_add_part(features, shell, 4, false);
    features_add_part(features, hole, 4, true);
    features_add_part(features, far, 3, false);
    features_begin(features);
    features_add_number(features, 2);
    features_add_text(features, NULL);
    features_add_day(features, DAY_BEFORE_ALL);
    features_add_day(features, start);
    features_add_text(features, "");
    features_add_list(features, none);
    features_add_number(features, NAN);
    features_add_number(features, NAN);
    features_add_part(features, filling, 4, false);
    return features;
}

#endif
