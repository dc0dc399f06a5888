/* Search tokens of the words of a value: schemes prefix and substring. Schemes blind and words are in cases.c. */
#include "cases.h"

/* Gives 0 when the input at `known_at` has the known token, and no other has it. */
static int tokens(uint8_t scheme, const char *const *inputs, size_t inputs_count, size_t known_at, const char *known)
{
    const fg_token_kind kind = {.scheme = scheme, .language = FG_STRING("")};
    fg_root_key key = {0};
    fg_token_cipher cipher = {0};
    fg_token token;
    char text[FG_TOKEN_TEXT_BYTES];

    HOLDS(root_key(&key, 7) == 0);
    OK(fg_token_cipher_init(&cipher, &key, &director, &kind, FG_DOMAIN_UNSTATED));
    for (size_t i = 0; i < inputs_count; i++) {
        size_t input_bytes = 0;
        while (inputs[i][input_bytes] != 0)
            input_bytes++;
        OK(fg_token_cipher_token(&cipher, (const uint8_t *)inputs[i], input_bytes, &token));
        OK(fg_token_text(&token, text, sizeof text));
        HOLDS(same_bytes(text, known, sizeof text) == (i == known_at));
    }
    OK(fg_token_cipher_wipe(&cipher));
    OK(fg_root_key_wipe(&key));
    return 0;
}

/* How words begin. */
int case_prefix(void)
{
    static const char *const inputs[] = {"agn", "agne", "agnes", "var", "vard", "varda"};
    return tokens(FG_SCHEME_PREFIX, inputs, 6, 3, "x0650280880014260441509140");
}

/* Adjoining characters. */
int case_substring(void)
{
    static const char *const inputs[] = {"agn", "gne", "nes", "var", "ard", "rda"};
    return tokens(FG_SCHEME_SUBSTRING, inputs, 6, 4, "x0439194246234122109685607");
}
