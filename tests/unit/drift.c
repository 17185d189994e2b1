/* SPDX-License-Identifier: MIT */
/* validate/rules/drift.c: what a translation must keep, and the many ways of having kept it. */
#include <check.h>

#include "tests/unit/suite.h"
#include "validate/rules/drift.h"

static const struct {
    const char *base, *translation;
    size_t count;
    const char *missing; /* as listed */
} all[] = {
    /* code */
    {"Call `cudaFree(p)` last.", "最后调用 `cudaFree(p)`。", 0, ""},
    {"Call `cudaFree(p)` last.", "最后调用 cudaFree(p)。", 0, ""},
    {"Call `cudaFree(p)` last.", "最后调用`cudaFree（p）`。", 0, ""},
    {"Call `cudaFree(p)` last.", "最后调用 `cudaFree(q)`。", 1, "`cudaFree(p)`"},
    {"Set `x == 1`.", "设置 `x  ==\n1`。", 0, ""},
    {"Set `x == 1`.", "设置 `x >= 1`。", 1, "`x == 1`"},
    {"Use `n`.", "使用 `name`。", 1, "`n`"},
    {"Run `git push origin <branch>`.", "运行 `git push origin <分支>`。", 0, ""},
    {"Run `git push origin <branch>`.", "运行 `git pull origin <分支>`。", 1,
     "`git push origin <branch>`"},
    {"Run `make clean  # start afresh`.", "运行 `make clean  # 重新开始`。", 0, ""},
    {"Run `make clean  # start afresh`.", "运行 `make`。", 1, "`make clean # start afresh`"},
    {"Run `git commit -m \"first try\"`.", "运行 `git commit -m “第一次尝试”`。", 0, ""},
    {"Run `ls -l | wc -l`.", "运行 `ls -l | wc -l`。", 0, ""},
    {"```\nint a = 1;\n```", "```\nint a = 1;\n```", 0, ""},
    {"An open `backtick", "没有", 0, ""},
    {"``b`c`` holds it", "``b`c`` 持有", 0, ""},
    {"undefined reference to `main' in a_b", "对 `main' 的引用未定义", 1, "`a_b`"},

    /* identifiers */
    {"cudaSetDevice was not called", "未调用 cudaSetDevice", 0, ""},
    {"cudaSetDevice was not called", "未调用cudaSetDevice函数", 0, ""},
    {"cudaSetDevice was not called", "未调用 cudaSetDeviceFlags", 1, "`cudaSetDevice`"},
    {"Call torch.cuda.synchronize() first", "先调用 torch.cuda.synchronize", 0, ""},
    {"Call torch.cuda.synchronize() first", "先调用 torch.cuda.empty_cache()", 1,
     "`torch.cuda.synchronize`"},
    {"std::vector grows", "std::vector 会增长", 0, ""},
    {"std::vector grows", "向量会增长", 1, "`std::vector`"},
    {"Set CUDA_VISIBLE_DEVICES", "设置环境变量", 1, "`CUDA_VISIBLE_DEVICES`"},
    {"Call malloc() again", "再次调用内存分配", 1, "`malloc`"},
    {"Pass --no-cache to it", "传入 --no-cache", 0, ""},
    {"Pass --no-cache to it", "传入 --no-cache-dir", 1, "`--no-cache`"},
    {"A NullPointerException is thrown", "抛出空指针异常", 1, "`NullPointerException`"},
    {"Edit package.json", "编辑配置文件", 1, "`package.json`"},
    {"cudaFree and cudaFree again", "释放两次", 1, "`cudaFree`"},
    {"aB_c, aB_d, aB_e, aB_f, aB_g", "没有", 5, "`aB_c`, `aB_d`, `aB_e`"},

    /* names of prose may be translated or left out */
    {"RuntimeError: PyTorch on macOS and GitHub", "运行时错误", 0, ""},
    {"The GPU driver, e.g. NVIDIA's, i.e. the OS", "驱动程序", 0, ""},
    {"Stop it and/or wait, input/output error", "停止", 0, ""},
    {"multi-threaded non-blocking code", "多线程非阻塞代码", 0, ""},
    {"file(s) were lost", "文件丢失", 0, ""},

    /* URLs */
    {"See https://a.example/x.", "参见 https://a.example/x。", 0, ""},
    {"See https://a.example/x.", "参见https://a.example/x，谢谢", 0, ""},
    {"See (https://a.example/x)", "参见 https://a.example/y", 1, "`https://a.example/x`"},
    {"See https://a.example/en/x", "参见 https://a.example/zh-cn/x", 0, ""},
    {"See https://a.example/en-us/x", "参见 https://b.example/zh-cn/x", 1,
     "`https://a.example/en-us/x`"},
    {"See https://a.example/energy", "参见 https://a.example/", 1, "`https://a.example/energy`"},

    /* numbers and versions */
    {"Tried to allocate 2.00 GiB", "尝试分配 2.00 GiB", 0, ""},
    {"Tried to allocate 2.00 GiB", "尝试分配２．００ＧｉＢ", 0, ""},
    {"Tried to allocate 2.00 GiB", "尝试分配 20.00 GiB", 1, "`2.00`"},
    {"Wait 30 seconds", "等待30秒", 0, ""},
    {"Wait 30 seconds", "等待三十秒", 0, ""},
    {"Wait 30 seconds", "等待 60 秒", 1, "`30`"},
    {"Wait 30 seconds", "等待 300 秒", 1, "`30`"},
    {"Use 4GB", "使用 4 GB", 0, ""},
    {"Use 4 GB", "使用4GB", 0, ""},
    {"Since CUDA 12.1", "自 CUDA 12.1 起", 0, ""},
    {"Since CUDA 12.1.", "自 CUDA 12.10 起", 1, "`12.1`"},
    {"Since CUDA 12", "自 CUDA 12.4 起", 1, "`12`"},
    {"Since v2.1.0", "自 2.1.0 版起", 0, ""},
    {"Since CUDA12.1", "自 CUDA 12.1 起", 0, ""},
    {"1,000,000 rows", "1000000 行", 0, ""},
    {"1,000,000 rows", "100万行", 0, ""},
    {"10,000 rows", "1 万行", 0, ""},
    {"10,000 rows", "一万行", 0, ""},
    {"100 times", "一百次", 0, ""},
    {"1,000,000 rows", "1.000.000 Zeilen", 0, ""},
    {"1000000 rows", "1 000 000 lignes", 0, ""},
    {"2.5 seconds", "2,5 Sekunden", 0, ""},
    {"3 steps", "三个步骤", 0, ""},
    {"2 steps", "两个步骤", 0, ""},
    {"a 2-byte code", "双字节代码", 0, ""},
    {"from 0 to 5", "直到 5", 0, ""},
    {"2 billion rows", "20 亿行", 0, ""},
    {"3 steps", "四个步骤", 1, "`3`"},
    {"3 steps", "drei Schritte", 0, ""},
    {"13 steps", "ein paar Schritte", 1, "`13`"},
    {"On 2024-06-01", "2024年6月1日", 0, ""},
    {"On 2024-06-01", "2023年6月1日", 1, "`2024`"},
    {"50% of it", "百分之五十", 0, ""},
    {"the disk is 100% full", "磁盘已满", 0, ""},
    {"100% of it", "百分之百", 0, ""},
    {"100% of it", "百分百", 0, ""},
    {"100 of it are full", "已满", 1, "`100`"},
    {"50% full", "已满", 1, "`50`"},
    {"about 10k rows", "约一万行", 0, ""},
    {"on an H100 with sm_90", "在 H100（sm_90）上", 0, ""},
    {"code 0xC0000005", "代码 0xC0000005", 0, ""},
    {"code 0xC0000005", "代码 5", 1, "`0xC0000005`"},
    {"\xD9\xA3 times", "3 次", 0, ""},
    {"30 times", "\xD9\xA3\xD9\xA0", 0, ""},
    {"the 1st and the 2nd", "第一个和第二个", 0, ""},
    {"123456789012345678901234567890 x", "x", 1, "`123456789012345678901234567890`"},
    {"", "x", 0, ""},
    {"x 77", "", 1, "`77`"},
};

START_TEST(test_drift)
{
    struct kb_buf list = {0};
    kb_buf_puts(&list, "");
    size_t count = kb_drift(&list, kb_str(all[_i].base), kb_str(all[_i].translation));
    ck_assert_msg(count == all[_i].count, "%s | %s: %zu, %s", all[_i].base, all[_i].translation,
                  count, list.data);
    ck_assert_str_eq(list.data, all[_i].missing);
    kb_buf_free(&list);
}
END_TEST

/* Hostile texts end the comparison, not the run: a megabyte of pieces, or of beginnings of one. */
START_TEST(test_effort)
{
    struct kb_buf base = {0}, other = {0}, list = {0};
    for (unsigned i = 0; i < 100000; i++)
        kb_buf_printf(&base, "a_%u ", i);
    kb_buf_fill(&other, 'a', 1000000);
    kb_drift(&list, kb_buf_view(&base), kb_buf_view(&other));
    base.len = list.len = 0;
    kb_buf_fill(&base, 'a', 500000);
    kb_buf_puts(&base, "_b");
    ck_assert_uint_le(kb_drift(&list, kb_buf_view(&base), kb_buf_view(&other)), 1);
    kb_buf_free(&base);
    kb_buf_free(&other);
    kb_buf_free(&list);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("drift");
    tcase_add_loop_test(cases, test_drift, 0, (int)(sizeof all / sizeof *all));
    tcase_add_test(cases, test_effort);
    return suite_run("drift", cases);
}
