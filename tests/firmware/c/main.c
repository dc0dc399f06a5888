/* The C image: links the static library of hosts/ffi, and does what the Rust images do, through the generated header. */
#include "board.h"
#include "cases.h"

#define COMMAND_LINE_BYTES_MAX 128

static const struct {
    const char *name;
    int (*run)(void);
} cases[] = {
    {"random", case_random},
    {"equal", case_equal},
    {"blind", case_blind},
    {"words", case_words},
    {"prefix", case_prefix},
    {"substring", case_substring},
    {"order d1w8", case_order_d1w8},
    {"order d8w16", case_order_d8w16},
    {"order integer64", case_order_integer64},
    {"order text", case_order_text},
    {"order-reveal", case_order_reveal},
    {"format card", case_format_card},
    {"format digits", case_format_digits},
    {"key wrap", case_key_wrap},
    {"slots", case_slots},
};

static int nothing(void)
{
    return 0;
}

/* Writes how a case went, and gives whether it failed. */
static int report(const char *name, int wrong_line, uint32_t stack_bytes)
{
    host_write("case ");
    host_write(name);
    host_write(wrong_line == 0 ? " ok stack " : " WRONG stack ");
    host_write_number(stack_bytes);
    host_write("\n");
    if (wrong_line != 0) {
        host_write("  line ");
        host_write_number((uint32_t)wrong_line);
        host_write("\n");
    }
    return wrong_line != 0;
}

static int measured(const char *name, int (*run)(void))
{
    const uintptr_t painted_at = stack_paint();
    fieldgate_count_begin();
    const int wrong_line = run();
    fieldgate_count_end();
    return report(name, wrong_line, stack_used_bytes(painted_at));
}

/* The wrapping key that the host drew, if it wants the exchange: `exchange=` and 64 hexadecimal digits. */
static int read_kek(uint8_t *kek)
{
    static const char key[] = "exchange=";
    char line[COMMAND_LINE_BYTES_MAX] = {0};
    const char *at = line;

    host_command_line(line, sizeof line);
    while (*at != 0 && !same_bytes(at, key, sizeof key - 1) && at < line + sizeof line - sizeof key)
        at++;
    if (!same_bytes(at, key, sizeof key - 1) || at + sizeof key - 1 + 2 * FG_WRAPPING_KEY_BYTES >= line + sizeof line)
        return 0;
    at += sizeof key - 1;
    for (size_t i = 0; i < 2 * FG_WRAPPING_KEY_BYTES; i++) {
        const int digit = at[i] >= '0' && at[i] <= '9' ? at[i] - '0' : at[i] >= 'a' && at[i] <= 'f' ? at[i] - 'a' + 10 : -1;
        if (digit < 0)
            return 0;
        kek[i / 2] = (uint8_t)(kek[i / 2] << 4 | digit);
    }
    return 1;
}

int main(void)
{
    static uint8_t kek[FG_WRAPPING_KEY_BYTES];
    int wrong = fg_interface_version() != FG_INTERFACE_VERSION;

    wrong += measured("nothing", nothing);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        wrong += measured(cases[i].name, cases[i].run);
    if (read_kek(kek)) {
        const uintptr_t painted_at = stack_paint();
        const int wrong_line = case_exchange(kek);
        wrong += report("kmip exchange", wrong_line, stack_used_bytes(painted_at));
        fg_wipe(kek, sizeof kek);
    }
    host_write(wrong == 0 ? "all ok\n" : "WRONG\n");
    return wrong != 0;
}
