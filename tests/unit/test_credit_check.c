#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/credit_check.h"
#include "support/findings.h"
#include "support/project_fixture.h"

static const char *const SQUARE[] = {"A XX: 46 40, 46 40.1, 46.1 40.1, 46.1 40", NULL};

#define BODY                                                                                       \
    "layers:\n"                                                                                    \
    "  districts: {file: districts.shp, partition: true, credit: Natural Earth}\n"                 \
    "regions:\n"                                                                                   \
    "  all: districts\n"
#define PLACES "id,lon,lat,kind,rank,name_en,source,licence\n"
#define GOOD_PLACE "p,46.05,40.05,town,1,P,GeoNames,CC BY 4.0\n"

static void assert_findings(void **state, const char *yaml, const char *places,
                            const char *expected)
{
    struct project_fixture *f = *state;
    project_fixture_layer(f, "districts", SHPT_POLYGON, SQUARE);
    project_fixture_write(f, "project.yaml", yaml);
    project_fixture_write(f, "places.csv", places);
    if (!project_fixture_read(f))
        fail_msg("%s", f->error->message);
    credit_check(f->sources, f->report);
    g_autofree char *found = findings_text(f->report);
    assert_string_equal(found, expected);
}

static void test_credit_check__maps_have_a_licence(void **state)
{
    assert_findings(state, BODY "licence: CC BY 4.0\n" PROJECT_FIXTURE_TAIL, PLACES GOOD_PLACE, "");
    assert_findings(state, BODY PROJECT_FIXTURE_TAIL, PLACES GOOD_PLACE, "no-licence fixture");
}

static void test_credit_check__layers_have_a_credit(void **state)
{
    assert_findings(state, PROJECT_FIXTURE_BODY "licence: CC BY 4.0\n" PROJECT_FIXTURE_TAIL,
                    PLACES GOOD_PLACE, "no-licence districts");
    assert_findings(state,
                    PROJECT_FIXTURE_BODY "licence: CC BY 4.0\n"
                                         "credits: [Natural Earth]\n" PROJECT_FIXTURE_TAIL,
                    PLACES GOOD_PLACE, "");
}

static void test_credit_check__places_have_a_source_and_a_licence(void **state)
{
    static const char yaml[] = BODY "licence: CC BY 4.0\n" PROJECT_FIXTURE_TAIL;
    assert_findings(state, yaml, PLACES GOOD_PLACE "q,46.06,40.05,town,1,Q,,CC BY 4.0\n",
                    "no-licence q");
    assert_findings(state, yaml, PLACES GOOD_PLACE "q,46.06,40.05,town,1,Q,GeoNames,\n",
                    "no-licence q");
    /* A gazetteer without the columns is one finding for each, not one for every row. */
    assert_findings(state, yaml,
                    PROJECT_FIXTURE_PLACES "p,46.05,40.05,town,1,P\nq,46.06,40.05,town,1,Q\n",
                    "no-licence fixture, no-licence fixture");
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, project_fixture_setup, project_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_credit_check__maps_have_a_licence),
        TEST(test_credit_check__layers_have_a_credit),
        TEST(test_credit_check__places_have_a_source_and_a_licence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
