/* SPDX-License-Identifier: MIT */
/* What every suite ends with. */
#ifndef KB_TESTS_SUITE_H
#define KB_TESTS_SUITE_H

#include <check.h>
#include <stdlib.h>

/* Runs the tests. What main returns: success when all passed. */
static inline int suite_run(const char *name, TCase *cases)
{
    Suite *suite = suite_create(name);
    suite_add_tcase(suite, cases);
    tcase_set_timeout(cases, 300); /* the sanitizers are slow */
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
