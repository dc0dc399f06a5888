/* What the test programs share: a check that ends the program. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>

#include "fieldgate.h"

static void check(int right, int line, const char *what)
{
    if (!right) {
        fprintf(stderr, "line %d: %s\n", line, what);
        exit(EXIT_FAILURE);
    }
}

static void check_status(fg_status status, fg_status expected, int line, const char *what)
{
    if (status != expected) {
        fprintf(stderr, "line %d: %s: status %d (%s), not %d\n", line, what, (int)status, fg_status_text(status),
                (int)expected);
        exit(EXIT_FAILURE);
    }
}

#define CHECK(right) check((right), __LINE__, #right)
#define GIVES(expected, call) check_status((call), FG_STATUS_##expected, __LINE__, #call)
#define OK(call) GIVES(OK, call)

#endif
