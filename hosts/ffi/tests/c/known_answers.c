/* The C interface gives the values that core has always given. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fieldgate.h"
#include "known_answers.h"

static void check(int right, const char *what)
{
    if (!right) {
        fprintf(stderr, "wrong: %s\n", what);
        exit(EXIT_FAILURE);
    }
}

#define OK(call) check((call) == FG_STATUS_OK, #call)

static int32_t five(void *random_context, uint8_t *output, size_t output_bytes)
{
    (void)random_context;
    memset(output, 5, output_bytes);
    return 0;
}

static void seals(const fg_root_key *key, uint8_t scheme, const char *expected)
{
    const fg_context context = {FG_STRING("demo"), FG_STRING("films"), FG_STRING("film"), FG_STRING("director"),
                                FG_FIELD_TYPE_TEXT, 0};
    const uint8_t *plaintext = (const uint8_t *)KNOWN_PLAINTEXT;
    const uint8_t nonce[FG_NONCE_BYTES] = {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5};
    fg_field_cipher cipher = {0};
    uint8_t raw[128], again[128];
    char line[256];
    size_t raw_bytes, again_bytes, line_bytes;

    OK(fg_field_cipher_init(&cipher, key, &context, scheme));
    OK(fg_field_cipher_seal(&cipher, plaintext, strlen(KNOWN_PLAINTEXT), five, NULL, raw, sizeof raw, &raw_bytes));
    OK(fg_field_cipher_seal_with_nonce(&cipher, plaintext, strlen(KNOWN_PLAINTEXT), nonce,
                                       scheme == FG_SCHEME_RANDOM ? sizeof nonce : 0, again, sizeof again,
                                       &again_bytes));
    check(raw_bytes == again_bytes && memcmp(raw, again, raw_bytes) == 0, "both ways of sealing");
    OK(fg_text_encode(raw, raw_bytes, line, sizeof line, &line_bytes));
    check(line_bytes == strlen(expected) && memcmp(line, expected, line_bytes) == 0, expected);

    OK(fg_text_decode(expected, strlen(expected), raw, sizeof raw, &raw_bytes));
    OK(fg_field_cipher_open(&cipher, raw, raw_bytes, again, sizeof again, &again_bytes));
    check(again_bytes == strlen(KNOWN_PLAINTEXT) && memcmp(again, KNOWN_PLAINTEXT, again_bytes) == 0, "opened");
    OK(fg_field_cipher_wipe(&cipher));
}

int main(void)
{
    uint8_t secret[FG_ROOT_KEY_BYTES];
    fg_root_key key = {0};

    memset(secret, 1, sizeof secret);
    OK(fg_root_key_init(&key, secret, sizeof secret));
    seals(&key, FG_SCHEME_EQUAL, KNOWN_EQUAL);
    seals(&key, FG_SCHEME_RANDOM, KNOWN_RANDOM);
    OK(fg_root_key_wipe(&key));
    return EXIT_SUCCESS;
}
