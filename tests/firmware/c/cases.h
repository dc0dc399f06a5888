/* The cases of the C image. Each gives 0 when all was as it should be, else the line where it wasn't. */
#ifndef CASES_H
#define CASES_H

#include "fieldgate.h"

/* Ends a case unless it holds. */
#define HOLDS(condition)                                                                                                        \
    do {                                                                                                                        \
        if (!(condition))                                                                                                       \
            return __LINE__;                                                                                                    \
    } while (0)
#define OK(call) HOLDS((call) == FG_STATUS_OK)

int case_random(void);
int case_equal(void);
int case_blind(void);
int case_words(void);
int case_prefix(void);
int case_substring(void);
int case_order_d1w8(void);
int case_order_d8w16(void);
int case_order_integer64(void);
int case_order_text(void);
int case_order_reveal(void);
int case_format_card(void);
int case_format_digits(void);
int case_key_wrap(void);
int case_slots(void);
/* The KMIP exchange over the serial port. `kek` is the wrapping key, of FG_WRAPPING_KEY_BYTES bytes. */
int case_exchange(const uint8_t *kek);

/* The field of the known answers. */
extern const fg_context director;
/* The root key whose bytes all are this one. */
int root_key(fg_root_key *key, uint8_t byte);
int same_bytes(const void *a, const void *b, size_t count);

#endif
