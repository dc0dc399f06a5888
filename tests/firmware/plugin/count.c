/* A QEMU plugin: counts the guest's instructions between two marks.
 *
 * Arguments: begin=ADDRESS, end=ADDRESS (hexadecimal, of the first instructions of the two functions), out=FILE. For each
 * pair of marks it writes one decimal number a line. Nothing else counts: no time, no host. So two runs agree.
 *
 * The few declarations of QEMU's plugin interface that are used stand here, because Debian ships none. They are those of
 * version 1 to 3 of the interface (QEMU 4.2 to 9.0), and have not changed in them.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t qemu_plugin_id_t;
struct qemu_info_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
enum { QEMU_PLUGIN_CB_NO_REGS = 0 };

typedef void (*tb_translated)(qemu_plugin_id_t, struct qemu_plugin_tb *);
typedef void (*executed)(unsigned int, void *);

extern void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t, tb_translated);
extern void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *, executed, int, void *);
extern void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *, executed, int, void *);
extern size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
extern uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *);
extern struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
extern uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

static uint64_t begin, end, count, count_at_begin;
static FILE *out;

/* A block is counted when it is entered, before its instructions run. A mark is the first instruction of a block, because
 * it is called: both marks see the counts of whole blocks. */
static void block_executed(unsigned int cpu, void *instructions)
{
    (void)cpu;
    count += (uintptr_t)instructions;
}

static void begin_executed(unsigned int cpu, void *unused)
{
    (void)cpu;
    (void)unused;
    count_at_begin = count;
}

static void end_executed(unsigned int cpu, void *unused)
{
    (void)cpu;
    (void)unused;
    fprintf(out, "%llu\n", (unsigned long long)(count - count_at_begin));
    fflush(out);
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *block)
{
    size_t instructions = qemu_plugin_tb_n_insns(block);
    uint64_t address = qemu_plugin_tb_vaddr(block);
    (void)id;
    qemu_plugin_register_vcpu_tb_exec_cb(block, block_executed, QEMU_PLUGIN_CB_NO_REGS, (void *)(uintptr_t)instructions);
    if (address == begin || address == end)
        qemu_plugin_register_vcpu_insn_exec_cb(qemu_plugin_tb_get_insn(block, 0), address == begin ? begin_executed : end_executed,
                                               QEMU_PLUGIN_CB_NO_REGS, NULL);
}

__attribute__((visibility("default"))) int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info_t *info, int argc,
                                                               char **argv)
{
    (void)info;
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "begin=", 6) == 0)
            begin = strtoull(argv[i] + 6, NULL, 16);
        else if (strncmp(argv[i], "end=", 4) == 0)
            end = strtoull(argv[i] + 4, NULL, 16);
        else if (strncmp(argv[i], "out=", 4) == 0)
            out = fopen(argv[i] + 4, "w");
    }
    if (begin == 0 || end == 0 || out == NULL) {
        fprintf(stderr, "count: begin=, end= and out= are needed\n");
        return 1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    return 0;
}
